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
  /** Whether the directory exists; fails if it does, but is not fit to hold the spool. */
  boolean isThere(Path directory) throws IOException;

  /** Makes the directory and its parents, for the owner alone where the file system knows that. */
  void makeDirectory(Path directory) throws IOException;

  /** The names that begin so, in no order; none if the directory is missing. */
  List<String> list(Path directory, String prefix) throws IOException;

  BasicFileAttributes attributes(Path file) throws IOException;

  boolean exists(Path file) throws IOException;

  /** Makes a new file, for the owner alone, of these parts. What a failure leaves is undefined. */
  void write(Path file, byte[]... parts) throws IOException;

  /** All of a file, or null if that is more than {@code max} bytes. */
  byte @Nullable [] read(Path file, long max) throws IOException;

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
