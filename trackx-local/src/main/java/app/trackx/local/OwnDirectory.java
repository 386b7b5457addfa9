package app.trackx.local;

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
 * A directory that belongs to this program's user and that nobody else can write to. Its files are
 * opened under the same condition, and only their owner can read them, whatever the mode of the
 * directory.
 *
 * <p>The user is the owner of a file that was just created here, rather than a name to look up: in
 * a container a user may have no name. The mode of that file also shows whether the file system
 * keeps modes at all; some report the same one for every file, and then there is nothing to check.
 * Without POSIX attributes, as on Windows, access is left to what the directory's own access
 * control list grants.
 */
final class OwnDirectory {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> WRITE_BY_OTHERS =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Path path;
  private final @Nullable PosixFileAttributes sample; // of a file of this user's; null: no POSIX

  private OwnDirectory(Path path, @Nullable PosixFileAttributes sample) {
    this.path = path;
    this.sample = sample;
  }

  /** Opens a directory, and creates it, for its owner alone, if it is missing. */
  static OwnDirectory open(Path path) throws IOException {
    return open(path, path.getFileSystem().supportedFileAttributeViews().contains("posix"));
  }

  /** Lets a test choose a file system without POSIX attributes. */
  static OwnDirectory open(Path path, boolean posix) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute)) {
      Files.createDirectories(absolute, attributes(posix, "rwx------"));
    }
    Path real = absolute.toRealPath();
    OwnDirectory directory = new OwnDirectory(real, posix ? sampleIn(real) : null);
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
      throw new IOException("it belongs to another user, " + actual.owner().getName()
          + ": choose a directory of your own, such as a new one inside it");
    }
    if (isWritableByOthers(actual)) {
      throw new IOException("other users can write to it: chmod go-w " + path);
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
   * Returns whether there is a file of that name. Removes others' permission to read it.
   *
   * @throws IOException if it is not a plain file, or another user owns it or could have written it
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
      throw new IOException("its '" + name + "' is not a regular file");
    }
    if (sample == null) {
      return;
    }
    PosixFileAttributes actual = posix(file);
    if (!actual.owner().equals(sample.owner())) {
      throw new IOException(
          "its file '" + name + "' belongs to another user, " + actual.owner().getName());
    }
    if (isWritableByOthers(actual)) {
      throw new IOException("other users could have written its file '" + name
          + "': delete it, or trust it with chmod 600 " + file);
    }
    if (keepsModes() && !OWNER_ONLY.containsAll(actual.permissions())) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
      System.err.println("trackx-local: other users could read " + file + "; now only you can");
    }
  }

  /** Opens a file for writing; it is created with its mode, so at no time can others read it. */
  FileChannel openForWriting(String name) throws IOException {
    has(name);
    Set<OpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(resolve(name), options, attributes(sample != null, "rw-------"));
  }

  /** Creates a file that is there with all of its text or not at all. */
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
