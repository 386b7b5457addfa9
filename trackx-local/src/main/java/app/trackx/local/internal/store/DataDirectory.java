package app.trackx.local.internal.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The data directory of one server at a time: the project's key, the database, and a file that is locked
 * while the server runs. The operating system releases the lock even if the process is killed.
 */
public final class DataDirectory implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String KEY = "key";
  private static final int MAX_KEY_FILE = 100;

  private final Path path;
  private final PrivateDirectory directory;
  private final FileChannel lock;

  private DataDirectory(Path path, PrivateDirectory directory, FileChannel lock) {
    this.path = path;
    this.directory = directory;
    this.lock = lock;
  }

  /** Opens and locks a directory. Creates it, accessible to its owner only, if it does not exist. */
  public static DataDirectory open(Path path) {
    try {
      PrivateDirectory directory = PrivateDirectory.open(path);
      return new DataDirectory(path, directory, locked(directory));
    } catch (FileAlreadyExistsException e) {
      throw new UncheckedIOException(message(path), new IOException("not a directory"));
    } catch (AccessDeniedException e) {
      throw new UncheckedIOException(message(path), new IOException("access denied"));
    } catch (IOException e) {
      throw new UncheckedIOException(message(path), e);
    }
  }

  private static String message(Path path) {
    return "cannot store data in " + path;
  }

  private static FileChannel locked(PrivateDirectory directory) throws IOException {
    FileChannel channel = directory.openForWriting(LOCK);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // locked by a server in this JVM
    }
    channel.close();
    throw new IOException("another server is using the directory");
  }

  /** Returns the stored project key. Creates a random one on the first start. */
  public String key() {
    try {
      if (directory.has(KEY)) {
        return storedKey(directory.resolve(KEY));
      }
      String key = Project.withRandomKey().key();
      directory.write(KEY, key + '\n');
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException(message(path), e);
    }
  }

  private static String storedKey(Path file) throws IOException {
    String key = Files.size(file) > MAX_KEY_FILE ? "" : Files.readString(file).trim();
    if (!Project.isKey(key)) {
      throw new IOException(
          "the file 'key' does not contain a valid key; delete it to create a new one");
    }
    return key;
  }

  public Database database() {
    try {
      directory.openForWriting(Database.FILE).close(); // H2 would create it readable by all users
      return Database.open(directory.resolve(Database.FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(message(path), e);
    } catch (NoClassDefFoundError e) {
      IOException missing = new IOException("H2 is missing: add com.h2database:h2, and"
          + " --add-modules com.h2database if it is on the module path");
      missing.addSuppressed(e);
      throw new UncheckedIOException(message(path), missing);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(message(path), e);
    }
  }
}
