package app.trackx.relay.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The relay's directory, readable by its owner alone, and locked while a relay uses it. */
public final class DataDirectory implements AutoCloseable {
  private static final String OWNER_ONLY = "rwx------";

  private final Path path;
  private final FileChannel lockFile;

  private DataDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Creates the directory if it is missing, and locks it.
   *
   * @throws IOException with a sentence for people: it cannot be created or written, or another relay uses it
   */
  public static DataDirectory open(Path path) throws IOException {
    try {
      Files.createDirectories(path);
      if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(OWNER_ONLY));
      }
    } catch (IOException e) {
      throw new IOException(
          "The directory " + path + " cannot be created or protected (" + e
              + "). Name another one with --data.",
          e);
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(
          path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IOException(
          "The directory " + path + " cannot be written (" + e
              + "). Check its permissions, or name another one with --data.",
          e);
    }
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
