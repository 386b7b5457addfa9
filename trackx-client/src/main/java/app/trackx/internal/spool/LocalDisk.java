package app.trackx.internal.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The real file system.
 *
 * <p>An interrupt closes the channel that a thread is about to use. Writing must not depend on
 * that, so an interrupt is held back meanwhile and restored afterwards. Reads and writes use small
 * pieces, since the JDK keeps a direct buffer as large as the largest piece for the lifetime of the
 * thread.
 */
final class LocalDisk implements Disk {
  private static final int PIECE = 32 * 1024;
  private static final int ATTEMPTS = 8;
  private static final LinkOption[] NO_LINKS = {LinkOption.NOFOLLOW_LINKS};
  private static final Set<OpenOption> EXISTING_FILE = existingFile();
  private static final Set<OpenOption> NEW_FILE = newFile();
  private static final Set<PosixFilePermission> FILE =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final Set<PosixFilePermission> DIRECTORY = EnumSet.of(
      PosixFilePermission.OWNER_READ,
      PosixFilePermission.OWNER_WRITE,
      PosixFilePermission.OWNER_EXECUTE);

  private static Set<OpenOption> existingFile() {
    Set<OpenOption> options = new HashSet<>();
    options.add(StandardOpenOption.READ);
    options.add(LinkOption.NOFOLLOW_LINKS);
    return options;
  }

  private static Set<OpenOption> newFile() {
    Set<OpenOption> options = new HashSet<>();
    options.add(StandardOpenOption.CREATE_NEW);
    options.add(StandardOpenOption.WRITE);
    return options;
  }

  @Override
  public @Nullable Access directory(Path directory, boolean follow) throws IOException {
    LinkOption[] options = follow ? new LinkOption[0] : NO_LINKS;
    BasicFileAttributes attributes;
    try {
      attributes = isPosix(directory)
          ? Files.readAttributes(directory, PosixFileAttributes.class, options)
          : Files.readAttributes(directory, BasicFileAttributes.class, options);
    } catch (NoSuchFileException e) {
      checkParents(directory); // since JDK 22 a regular file among the parents also ends here
      return null;
    }
    if (!attributes.isDirectory()) {
      throw noDirectory(directory, directory);
    }
    Set<PosixFilePermission> permissions = attributes instanceof PosixFileAttributes
        ? ((PosixFileAttributes) attributes).permissions()
        : EnumSet.noneOf(PosixFilePermission.class);
    return new Access(
        owner(directory, options),
        attributes.fileKey(),
        permissions.contains(PosixFilePermission.GROUP_WRITE),
        permissions.contains(PosixFilePermission.OTHERS_WRITE));
  }

  @Override
  public @Nullable Object owner(Path file) throws IOException {
    return owner(file, NO_LINKS);
  }

  private static @Nullable Object owner(Path file, LinkOption... options) throws IOException {
    Set<String> views = file.getFileSystem().supportedFileAttributeViews();
    if (views.contains("unix")) {
      return Files.getAttribute(file, "unix:uid", options); // no name lookup, which may take long
    }
    return views.contains("posix")
        ? Files.readAttributes(file, PosixFileAttributes.class, options).owner()
        : null;
  }

  @Override
  public void closeToOthers(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, DIRECTORY);
  }

  private static void checkParents(Path directory) throws SpoolFailure {
    Path parent = directory.toAbsolutePath().getParent();
    while (parent != null && !Files.exists(parent)) {
      parent = parent.getParent();
    }
    if (parent != null && !Files.isDirectory(parent)) {
      throw noDirectory(directory, parent);
    }
  }

  private static SpoolFailure noDirectory(Path directory, Path file) {
    String which = file.equals(directory) ? "which" : "for " + file;
    return new SpoolFailure(
        "the spool cannot be in " + directory + ", " + which + " is not a directory");
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] only(Path path, Set<PosixFilePermission> permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    Files.createDirectories(directory, only(directory, DIRECTORY));
  }

  @Override
  public List<String> list(Path directory, String prefix) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        Path name = entry.getFileName();
        if (name != null && name.toString().startsWith(prefix)) {
          names.add(name.toString());
        }
      }
    } catch (NoSuchFileException e) {
      names.clear();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  @Override
  public BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public boolean exists(Path file) throws IOException {
    try {
      attributes(file);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void write(Path file, byte[]... parts) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          writeOnce(file, parts);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
          if (attempt == ATTEMPTS) {
            throw e;
          }
          delete(file);
        }
      }
    } finally {
      restore(interrupted);
    }
  }

  private static void writeOnce(Path file, byte[][] parts) throws IOException {
    try (FileChannel channel = FileChannel.open(file, NEW_FILE, only(file, FILE))) {
      for (byte[] part : parts) {
        int done = 0;
        while (done < part.length) {
          done += channel.write(ByteBuffer.wrap(part, done, Math.min(PIECE, part.length - done)));
        }
      }
    }
  }

  @Override
  public byte @Nullable [] read(Path file, long max, @Nullable Object directoryKey)
      throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          return readOnce(file, max, directoryKey);
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
          if (attempt == ATTEMPTS) {
            throw e;
          }
        }
      }
    } finally {
      restore(interrupted);
    }
  }

  private static byte @Nullable [] readOnce(Path file, long max, @Nullable Object directoryKey)
      throws IOException {
    try (SeekableByteChannel channel = open(file, directoryKey)) {
      long size = channel.size();
      if (size > Math.min(max, Integer.MAX_VALUE - 8)) {
        return null;
      }
      byte[] content = new byte[(int) size];
      int done = 0;
      while (done < content.length) {
        int piece =
            channel.read(ByteBuffer.wrap(content, done, Math.min(PIECE, content.length - done)));
        if (piece < 0) {
          return null; // truncated concurrently, so not the written content
        }
        done += piece;
      }
      return content;
    }
  }

  /**
   * Opens a file in exactly that directory. On a shared volume others may replace the directory
   * between any two calls, but not once it is open.
   */
  private static SeekableByteChannel open(Path file, @Nullable Object directoryKey)
      throws IOException {
    Path directory = file.getParent();
    Path name = file.getFileName();
    if (directoryKey == null || directory == null || name == null) {
      return Files.newByteChannel(file, EXISTING_FILE);
    }
    try (DirectoryStream<Path> opened = Files.newDirectoryStream(directory)) {
      if (!(opened instanceof SecureDirectoryStream)) {
        return Files.newByteChannel(file, EXISTING_FILE);
      }
      SecureDirectoryStream<Path> secure = (SecureDirectoryStream<Path>) opened;
      BasicFileAttributeView view = secure.getFileAttributeView(BasicFileAttributeView.class);
      if (!directoryKey.equals(view.readAttributes().fileKey())) {
        throw new FileSystemException(
            directory.toString(), null, "was replaced by another directory");
      }
      return secure.newByteChannel(name, EXISTING_FILE);
    }
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(Path file) throws IOException {
    if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public FileChannel createLock(Path file) throws IOException {
    return FileChannel.open(file, NEW_FILE, only(file, FILE));
  }

  @Override
  public FileChannel openLock(Path file) throws IOException {
    // for reading, too: opening a named pipe only for writing blocks until someone reads
    return FileChannel.open(
        file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException ofThisJvm) {
      return null;
    }
  }
}
