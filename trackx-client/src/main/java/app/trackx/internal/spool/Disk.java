package app.trackx.internal.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file system operations of the spool. An interface so that tests can simulate a full disk.
 *
 * <p>No operation follows a symbolic link, except to the directory itself.
 */
interface Disk {
  /**
   * Returns owner and permissions of a directory; null if it is missing. Fails if it is something
   * else.
   *
   * @param follow whether a link to a directory counts as one
   */
  @Nullable
  Access directory(Path directory, boolean follow) throws IOException;

  /** Removes all permissions of everyone except the owner. */
  void closeToOthers(Path directory) throws IOException;

  /**
   * Returns the owner of a file; null if the file system has no owners. Compare with {@code
   * equals}.
   */
  @Nullable
  Object owner(Path file) throws IOException;

  /** Creates the directory and its parents, only for the owner if the file system supports that. */
  void makeDirectory(Path directory) throws IOException;

  /** Returns the names with the prefix, in no order; none if the directory is missing. */
  List<String> list(Path directory, String prefix) throws IOException;

  BasicFileAttributes attributes(Path file) throws IOException;

  boolean exists(Path file) throws IOException;

  /**
   * Creates a new file from the parts, only for the owner. After a failure its content is
   * undefined.
   */
  void write(Path file, byte[]... parts) throws IOException;

  /**
   * Reads a whole file; returns null if it has more than {@code max} bytes.
   *
   * @param directoryKey the {@link Access#key} of the file's directory: fails if another directory
   *     has replaced it; null for any
   */
  byte @Nullable [] read(Path file, long max, @Nullable Object directoryKey) throws IOException;

  /** Renames atomically within a directory. */
  void move(Path from, Path to) throws IOException;

  /** Deletes a file, which may be missing. Leaves directories alone. */
  void delete(Path file) throws IOException;

  /** Creates a new lock file. */
  FileChannel createLock(Path file) throws IOException;

  /** Opens another run's lock file; fails if it is missing. */
  FileChannel openLock(Path file) throws IOException;

  /** Returns the lock, or null if another process or spool holds it. */
  @Nullable
  FileLock tryLock(FileChannel channel) throws IOException;
}
