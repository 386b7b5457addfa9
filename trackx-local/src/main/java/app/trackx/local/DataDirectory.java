package app.trackx.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory that one server at a time keeps its data in: the key of its project, the database,
 * and a file that is locked for as long as the server runs. The operating system releases the lock
 * however the program ends.
 */
final class DataDirectory implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String KEY = "key";
  private static final int MAX_KEY_FILE = 100;

  private final Path path;
  private final OwnDirectory directory;
  private final FileChannel lock;

  private DataDirectory(Path path, OwnDirectory directory, FileChannel lock) {
    this.path = path;
    this.directory = directory;
    this.lock = lock;
  }

  /** Locks a directory, and creates it, for its owner alone, if it is missing. */
  static DataDirectory open(Path path) {
    try {
      OwnDirectory directory = OwnDirectory.open(path);
      return new DataDirectory(path, directory, locked(directory));
    } catch (FileAlreadyExistsException e) {
      throw new UncheckedIOException(message(path), new IOException("it is no directory"));
    } catch (AccessDeniedException e) {
      throw new UncheckedIOException(message(path), new IOException("access denied"));
    } catch (IOException e) {
      throw new UncheckedIOException(message(path), e);
    }
  }

  private static String message(Path path) {
    return "cannot keep data in " + path;
  }

  private static FileChannel locked(OwnDirectory directory) throws IOException {
    FileChannel channel = directory.openForWriting(LOCK);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // held by a server in this JVM
    }
    channel.close();
    throw new IOException("another server is using it");
  }

  /** Returns the key that clients were given; created at the first start. */
  String key() {
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
      throw new IOException("its file 'key' holds no key");
    }
    return key;
  }

  Database database() {
    try {
      directory.openForWriting(Database.FILE).close(); // H2 would create it for all to read
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
