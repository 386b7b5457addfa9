package app.trackx.internal.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The directory of the files: the given one, or, if others may write to that, a private
 * subdirectory.
 *
 * <p>Events in the spool are sent with the project's key, so nobody else may put files there. A
 * directory is used if it has the same owner as new files of this process ({@link OwnerProbe}) and
 * nobody else may write to it. In a shared volume, such as those of Kubernetes, a directory {@code
 * trackx-<user id>} is created only for the owner, shared by all JVMs of that user. If another user
 * created one with that name, the next name is tried. A file system without owners is used as it
 * is. A file system that always reports permissions with which others may write is not used.
 *
 * <p>Kubernetes opens the files of a volume to the pod's group ({@code fsGroup}) whenever a pod
 * starts. Therefore, if only the group gained access to a directory of this user that contains
 * events, its permissions are restricted again.
 */
final class Folder {
  private static final int NAMES = 4;

  private final Disk disk;
  private final Path given;
  private volatile Path path;
  private volatile boolean found;
  private volatile @Nullable Object key;
  private volatile boolean probed;
  private volatile @Nullable Object me;

  Folder(Disk disk, Path given) {
    this.disk = disk;
    this.given = given;
    this.path = given;
  }

  /** Returns the directory of the files, which may not exist yet. No I/O. */
  Path path() {
    return path;
  }

  /**
   * Distinguishes the directory from one that replaces it; null if that is not possible. No I/O.
   */
  @Nullable
  Object key() {
    return key;
  }

  /** Finds the directory; returns false if it must be created. Fails if it must not be used. */
  boolean find() throws IOException {
    if (found) {
      Access access = disk.directory(path, path.equals(given));
      if (access != null && isMine(access.owner) && !access.isShared()) {
        key = access.key;
        return true;
      }
      found = false;
    }
    Access access = disk.directory(given, true);
    if (access == null) {
      path = given;
      return false;
    }
    probe();
    if (access.isShared() && wasOpenedToTheGroup(access)) {
      access = close(given);
    }
    if (access.isShared()) {
      return findBelow();
    }
    if (!isMine(access.owner)) {
      throw new SpoolFailure("the spool cannot be in "
          + given
          + ", which belongs to another user, who could put events there; chown it, or choose one"
          + " that belongs to this user");
    }
    return use(given, access);
  }

  /** Creates the directory that {@link #find} did not find, and its parents, only for the owner. */
  void make() throws IOException {
    for (int i = 0; i < 2; i++) { // the second is below the first, if others may write to the first
      disk.makeDirectory(path);
      if (find()) {
        return;
      }
    }
    throw new SpoolFailure("another process deletes or replaces the spool's directory: " + path);
  }

  /**
   * Returns whether a file belongs to this user, as far as the file system knows. Does not follow
   * links.
   */
  boolean isMine(Path file) throws IOException {
    return isMine(disk.owner(file));
  }

  private boolean isMine(@Nullable Object owner) {
    return Objects.equals(owner, me);
  }

  private void probe() throws IOException {
    if (!probed) {
      me = new OwnerProbe(disk).in(given);
      probed = true;
    }
  }

  private boolean use(Path directory, Access access) {
    key = access.key;
    path = directory;
    found = true;
    return true;
  }

  private boolean findBelow() throws IOException {
    Path free = null;
    for (int i = 0; i < NAMES; i++) {
      Path own = given.resolve("trackx-" + nameOfOwner() + (i == 0 ? "" : "-" + i));
      Access access;
      try {
        access = disk.directory(own, false);
      } catch (SpoolFailure planted) {
        continue; // perhaps a link or a pipe
      }
      if (access == null) {
        free = free == null ? own : free;
      } else if (isMine(access.owner)) {
        return use(own, access.isShared() ? close(own) : access);
      }
    }
    if (free == null) {
      throw new SpoolFailure("the spool cannot be in "
          + given
          + ", where others may write and have used all names for this user's subdirectory;"
          + " delete them, or choose another directory");
    }
    path = free;
    return false;
  }

  private String nameOfOwner() {
    String name = String.valueOf(me);
    StringBuilder safe = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      safe.append(plain ? c : '_');
    }
    return safe.toString();
  }

  private boolean wasOpenedToTheGroup(Access access) throws IOException {
    if (access.othersMayWrite || !isMine(access.owner)) {
      return false;
    }
    for (String name : disk.list(given, "")) {
      if (FileName.parse(name) != null) {
        return true;
      }
    }
    return false;
  }

  private Access close(Path directory) throws IOException {
    disk.closeToOthers(directory);
    Access access = disk.directory(directory, directory.equals(given));
    if (access == null || access.isShared()) {
      throw new SpoolFailure("the spool cannot be in "
          + directory
          + ", where others may write regardless of its permissions; mount the file system so"
          + " that only this user may write (dir_mode=0700, umask=077), or choose another");
    }
    return access;
  }
}
