package app.trackx.internal.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the spool asks of a file system. An interface so that tests can have a disk that is full.
 *
 * <p>Nothing here follows a symbolic link, the one to the directory itself excepted.
 */
interface Disk {
  /**
   * Who may do what in a directory; null if it is missing. Fails if it is something else.
   *
   * @param follow whether a link to a directory is one
   */
  @Nullable
  Access directory(Path directory, boolean follow) throws IOException;

  /** Takes all permissions from everyone but the owner. */
  void closeToOthers(Path directory) throws IOException;

  /** Whose a file is; null if the file system has no owners. Compared with {@code equals}. */
  @Nullable
  Object owner(Path file) throws IOException;

  /** Makes the directory and its parents, for the owner alone where the file system knows that. */
  void makeDirectory(Path directory) throws IOException;

  /** The names that begin so, in no order; none if the directory is missing. */
  List<String> list(Path directory, String prefix) throws IOException;

  BasicFileAttributes attributes(Path file) throws IOException;

  boolean exists(Path file) throws IOException;

  /** Makes a new file, for the owner alone, of these parts. What a failure leaves is undefined. */
  void write(Path file, byte[]... parts) throws IOException;

  /**
   * All of a file, or null if that is more than {@code max} bytes.
   *
   * @param directoryKey the {@link Access#key} of the directory that it must be in: fails if another
   *     has taken its place; null for any
   */
  byte @Nullable [] read(Path file, long max, @Nullable Object directoryKey) throws IOException;

  /** Renames within a directory, in one step. */
  void move(Path from, Path to) throws IOException;

  /** Deletes a file that may be missing. A directory is left alone. */
  void delete(Path file) throws IOException;

  /** Makes a new lock file. */
  FileChannel createLock(Path file) throws IOException;

  /** Opens another's lock file; fails if it is missing. */
  FileChannel openLock(Path file) throws IOException;

  /** The lock, or null if someone has it. */
  @Nullable
  FileLock tryLock(FileChannel channel) throws IOException;
}
