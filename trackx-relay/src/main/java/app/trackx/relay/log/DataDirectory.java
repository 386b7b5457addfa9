package app.trackx.relay.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The relay's directory, readable by its owner alone, and locked while a relay uses it. A directory with files of others is
 * rejected: they would become unreadable.
 */
public final class DataDirectory implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("------rwx");

  /** Prefixes of the names of the relay's files, and the directory in an empty file system. */
  private static final List<String> OWN =
      List.of("segment-", "sessions.key", "damaged.log", "lost+found");

  private final Path path;
  private final FileChannel lockFile;

  private DataDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Creates the directory if it is missing, and locks it.
   *
   * @throws IOException with a sentence for people: it cannot be created or written, contains files of others, or another relay
   *     uses it
   */
  public static DataDirectory open(Path path) throws IOException {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new IOException(
          "The directory " + path + " cannot be created (" + DiskProblem.inWords(e)
              + "). Create it for the user that runs the relay, or name another one with --data.",
          e);
    }
    FileChannel channel = lockFile(path);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      // as if another process had it
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new IOException("Another relay uses the directory " + path
          + ". Stop it, or name another directory with --data.");
    }
    return new DataDirectory(path, channel);
  }

  /**
   * Checks that the directory can be used, and leaves it as it was: otherwise it would belong to the user that runs the check.
   *
   * @throws IOException as {@link #open} does
   */
  public static void check(Path path) throws IOException {
    boolean existed = Files.exists(path);
    boolean used = Files.exists(path.resolve(LOCK));
    open(path).close();
    if (!used) {
      Files.deleteIfExists(path.resolve(LOCK));
    }
    if (!existed) {
      Files.deleteIfExists(path);
    }
  }

  private static FileChannel lockFile(Path path) throws IOException {
    String other;
    try {
      other = otherFile(path);
      if (other.isEmpty()) {
        protect(path);
        return FileChannel.open(
            path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      }
    } catch (IOException e) {
      throw new IOException(
          "The directory " + path + " cannot be used (" + DiskProblem.inWords(e)
              + "). Make the user that runs the relay its owner, or name another one with --data.",
          e);
    }
    throw new IOException("The directory " + path + " contains other files, such as " + other
        + ". The relay needs a directory of its own. Name another one with --data.");
  }

  /** Returns the name of a file that is not the relay's; empty if there is none, or if a relay has used the directory. */
  private static String otherFile(Path path) throws IOException {
    if (Files.exists(path.resolve(LOCK))) {
      return "";
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (OWN.stream().noneMatch(name::startsWith)) {
          return name;
        }
      }
      return "";
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Takes other users' rights away. A directory of another user is used only if it has none for strangers. */
  private static void protect(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> now = Files.getPosixFilePermissions(path);
    if (now.equals(OWNER_ONLY)) {
      return;
    }
    try {
      Files.setPosixFilePermissions(path, OWNER_ONLY);
    } catch (IOException e) {
      if (!Collections.disjoint(now, OF_OTHERS)) {
        throw e;
      }
    }
  }

  /** Returns the directory. */
  public Path path() {
    return path;
  }

  /** Releases the lock. */
  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
