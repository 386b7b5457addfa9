package app.trackx.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A directory that one server at a time keeps its data in: the key of its project, the database,
 * and a file that is locked for as long as the server runs. The operating system lets go of the
 * lock however the program ends.
 */
final class DataDirectory implements AutoCloseable {
  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Takes hold of a directory, and makes it, for its owner alone, if it is not there. */
  static DataDirectory open(Path path) {
    try {
      Path absolute = path.toAbsolutePath().normalize();
      Files.createDirectories(absolute, ownerOnly());
      return new DataDirectory(absolute, locked(absolute.resolve("lock")));
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

  private static FileAttribute<?>[] ownerOnly() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static FileChannel locked(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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

  /** The key that clients have been given; made at the first start. */
  String key() {
    Path file = path.resolve("key");
    try {
      if (Files.exists(file)) {
        String key = Files.readString(file).trim();
        if (Project.isKey(key)) {
          return key;
        }
        throw new IOException("its file 'key' holds no key");
      }
      String key = Project.withRandomKey().key();
      Files.writeString(file, key + '\n');
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException(message(path), e);
    }
  }

  Database database() {
    try {
      return Database.open(path);
    } catch (IOException e) {
      throw new UncheckedIOException(message(path), e);
    } catch (NoClassDefFoundError e) {
      // the module path knows java.sql only if someone asks for it
      IOException missing =
          new IOException("java.sql is missing: start with --add-modules java.sql");
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
