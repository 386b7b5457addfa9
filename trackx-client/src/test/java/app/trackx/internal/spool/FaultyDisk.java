package app.trackx.internal.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The real disk, with a hook before each of its operations. */
final class FaultyDisk implements Disk {
  /** Runs before an operation on a file. */
  interface Fault {
    void before(String operation, Path file) throws IOException;
  }

  private final Disk real = new LocalDisk();
  volatile Fault fault = (operation, file) -> {};

  /** The files that seem to belong to another user. */
  volatile Predicate<Path> foreign = file -> false;

  /** Makes that operation fail from now on. */
  void fail(String operation, String reason) {
    fault = (called, file) -> {
      if (called.equals(operation)) {
        throw new java.nio.file.FileSystemException(file.toString(), null, reason);
      }
    };
  }

  void mend() {
    fault = (operation, file) -> {};
  }

  @Override
  public @Nullable Access directory(Path directory, boolean follow) throws IOException {
    fault.before("directory", directory);
    Access access = real.directory(directory, follow);
    return access == null || !foreign.test(directory)
        ? access
        : new Access("another", access.key, access.groupMayWrite, access.othersMayWrite);
  }

  @Override
  public void closeToOthers(Path directory) throws IOException {
    fault.before("closeToOthers", directory);
    real.closeToOthers(directory);
  }

  @Override
  public @Nullable Object owner(Path file) throws IOException {
    fault.before("owner", file);
    return foreign.test(file) ? "another" : real.owner(file);
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    fault.before("makeDirectory", directory);
    real.makeDirectory(directory);
  }

  @Override
  public List<String> list(Path directory, String prefix) throws IOException {
    fault.before("list", directory);
    return real.list(directory, prefix);
  }

  @Override
  public BasicFileAttributes attributes(Path file) throws IOException {
    fault.before("attributes", file);
    return real.attributes(file);
  }

  @Override
  public boolean exists(Path file) throws IOException {
    fault.before("exists", file);
    return real.exists(file);
  }

  @Override
  public void write(Path file, byte[]... parts) throws IOException {
    fault.before("write", file);
    real.write(file, parts);
  }

  @Override
  public byte @Nullable [] read(Path file, long max, @Nullable Object directoryKey)
      throws IOException {
    fault.before("read", file);
    return real.read(file, max, directoryKey);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    fault.before("move", from);
    real.move(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    fault.before("delete", file);
    real.delete(file);
  }

  @Override
  public FileChannel createLock(Path file) throws IOException {
    fault.before("createLock", file);
    return real.createLock(file);
  }

  @Override
  public FileChannel openLock(Path file) throws IOException {
    fault.before("openLock", file);
    return real.openLock(file);
  }

  @Override
  public @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    fault.before("tryLock", Path.of("lock"));
    return real.tryLock(channel);
  }
}
