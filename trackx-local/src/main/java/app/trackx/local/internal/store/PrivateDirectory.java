package app.trackx.local.internal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A directory that belongs to the current user and is not writable by other users. Its files are opened under
 * the same conditions and are readable by their owner only, whatever the permissions of the directory.
 *
 * <p>The current user is determined as the owner of a newly created sample file, not by name: in a container, a
 * user may have no name. The sample also shows whether the file system stores permissions; some report the same
 * ones for every file, and then permissions are not checked. Without POSIX attributes, as on Windows, access
 * depends on the directory's access control list.
 */
final class PrivateDirectory {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> WRITE_BY_OTHERS =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Path path;
  private final @Nullable PosixFileAttributes sample; // of a new file; null without POSIX

  private PrivateDirectory(Path path, @Nullable PosixFileAttributes sample) {
    this.path = path;
    this.sample = sample;
  }

  /** Opens a directory. Creates it, accessible to its owner only, if it does not exist. */
  static PrivateDirectory open(Path path) throws IOException {
    return open(path, path.getFileSystem().supportedFileAttributeViews().contains("posix"));
  }

  /** Opens a directory with or without POSIX attributes, for tests. */
  static PrivateDirectory open(Path path, boolean posix) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute)) {
      Files.createDirectories(absolute, attributes(posix, "rwx------"));
    }
    Path real = absolute.toRealPath();
    PrivateDirectory directory = new PrivateDirectory(real, posix ? sampleIn(real) : null);
    directory.checkDirectory();
    return directory;
  }

  private static FileAttribute<?>[] attributes(boolean posix, String mode) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private static PosixFileAttributes sampleIn(Path directory) throws IOException {
    Path file = Files.createTempFile(directory, ".sample", null, attributes(true, "rw-------"));
    try {
      return posix(file);
    } finally {
      Files.delete(file);
    }
  }

  private static PosixFileAttributes posix(Path file) throws IOException {
    return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private void checkDirectory() throws IOException {
    if (sample == null) {
      return;
    }
    PosixFileAttributes actual = posix(path);
    if (!actual.owner().equals(sample.owner())) {
      throw new IOException(
          "the directory belongs to another user, " + actual.owner().getName()
              + "; use a directory of your own, for example a new subdirectory");
    }
    if (isWritableByOthers(actual)) {
      throw new IOException("other users can write to the directory; run chmod go-w " + path);
    }
  }

  private boolean isWritableByOthers(PosixFileAttributes actual) {
    return keepsModes() && !Collections.disjoint(actual.permissions(), WRITE_BY_OTHERS);
  }

  private boolean keepsModes() {
    return sample != null && sample.permissions().equals(OWNER_ONLY);
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /**
   * Returns whether a file exists. Removes other users' permission to read it.
   *
   * @throws IOException if it is not a regular file, or is owned or writable by another user
   */
  boolean has(String name) throws IOException {
    Path file = resolve(name);
    try {
      check(name, file);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void check(String name, Path file) throws IOException {
    if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isRegularFile()) {
      throw new IOException("'" + name + "' is not a regular file");
    }
    if (sample == null) {
      return;
    }
    PosixFileAttributes actual = posix(file);
    if (!actual.owner().equals(sample.owner())) {
      throw new IOException(
          "the file '" + name + "' belongs to another user, " + actual.owner().getName());
    }
    if (isWritableByOthers(actual)) {
      throw new IOException("other users could have written the file '" + name
          + "'; delete it, or, if you trust its content, run chmod 600 " + file);
    }
    if (keepsModes() && !OWNER_ONLY.containsAll(actual.permissions())) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
      System.err.println(
          "trackx-local: other users could read " + file + "; it is now readable by you only");
    }
  }

  /** Opens a file for writing. Creates it with its final permissions, so that others can never read it. */
  FileChannel openForWriting(String name) throws IOException {
    has(name);
    Set<OpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(resolve(name), options, attributes(sample != null, "rw-------"));
  }

  /** Creates a file atomically. */
  void write(String name, String text) throws IOException {
    Path file =
        Files.createTempFile(path, '.' + name, null, attributes(sample != null, "rw-------"));
    try {
      Files.writeString(file, text);
      Files.move(file, resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
