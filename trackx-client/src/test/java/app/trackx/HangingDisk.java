package app.trackx;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The real file system, except that disk access may hang, as on a network volume that is gone. */
final class HangingDisk extends FileSystemProvider {
  private static final CountDownLatch FREE = new CountDownLatch(0);

  private final FileSystemProvider real;
  private final FileSystem system;
  private volatile CountDownLatch gate = FREE;
  private volatile boolean onReadingAlone;
  private volatile @Nullable Throwable readFailure;

  /** Opened when an access hangs for the first time. */
  final CountDownLatch hanging = new CountDownLatch(1);

  HangingDisk(Path anywhere) {
    this.real = anywhere.getFileSystem().provider();
    this.system = new Files(anywhere.getFileSystem());
  }

  /** Makes all disk access hang. */
  synchronized void hang() {
    if (gate.getCount() == 0) {
      gate = new CountDownLatch(1);
    }
  }

  /** Makes reading a file hang. */
  synchronized void hangOnReading() {
    onReadingAlone = true;
    hang();
  }

  /** Makes opening a file for reading throw an IOException or an Error; null restores it. */
  void failReading(@Nullable Throwable failure) {
    readFailure = failure;
  }

  /** Releases hanging accesses. */
  synchronized void comeBack() {
    gate.countDown();
    gate = FREE;
  }

  /** Returns the path on this disk. */
  Path wrap(Path path) {
    return (Path) Proxy.newProxyInstance(
        HangingDisk.class.getClassLoader(),
        new Class<?>[] {Wrapped.class},
        (proxy, method, args) -> {
          if (method.getName().equals("real")) {
            return path;
          }
          if (method.getName().equals("getFileSystem")) {
            return system;
          }
          Object[] reals = args == null ? null : args.clone();
          for (int i = 0; reals != null && i < reals.length; i++) {
            reals[i] = reals[i] instanceof Wrapped ? ((Wrapped) reals[i]).real() : reals[i];
          }
          try {
            Object result = method.invoke(path, reals);
            return result instanceof Path ? wrap((Path) result) : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  /** A path on this disk. */
  interface Wrapped extends Path {
    Path real();
  }

  private static Path unwrap(Path path) {
    return path instanceof Wrapped ? ((Wrapped) path).real() : path;
  }

  private Path touch(Path path) throws IOException {
    return touch(path, false);
  }

  private Path open(Path path, Set<? extends OpenOption> options) throws IOException {
    return touch(path, !options.contains(StandardOpenOption.WRITE));
  }

  private Path touch(Path path, boolean toRead) throws IOException {
    CountDownLatch closed = onReadingAlone && !toRead ? FREE : gate;
    if (closed.getCount() > 0) {
      hanging.countDown();
      boolean interrupted = false;
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
      while (closed.getCount() > 0 && System.nanoTime() < deadline) {
        try {
          closed.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          interrupted = true; // ignored, as a disk ignores interrupts
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return unwrap(path);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return real.newFileChannel(open(path, options), options, attributes);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Throwable failure = readFailure;
    if (failure instanceof Error && !options.contains(StandardOpenOption.WRITE)) {
      throw (Error) failure;
    }
    if (failure != null && !options.contains(StandardOpenOption.WRITE)) {
      throw (IOException) failure;
    }
    return real.newByteChannel(open(path, options), options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
    DirectoryStream<Path> stream = real.newDirectoryStream(touch(path), filter);
    return new DirectoryStream<Path>() {
      @Override
      public Iterator<Path> iterator() {
        return stream.iterator();
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }

  @Override
  public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
    real.createDirectory(touch(path), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    real.delete(touch(path));
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) throws IOException {
    real.copy(touch(from), unwrap(to), options);
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    real.move(touch(from), unwrap(to), options);
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return real.isSameFile(touch(one), unwrap(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return real.isHidden(touch(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return real.getFileStore(touch(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    real.checkAccess(touch(path), modes);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return real.getFileAttributeView(unwrap(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return real.readAttributes(touch(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return real.readAttributes(touch(path), names, options);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    real.setAttribute(touch(path), name, value, options);
  }

  @Override
  public String getScheme() {
    return "hanging";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return system;
  }

  @Override
  public Path getPath(URI uri) {
    return wrap(real.getPath(uri));
  }

  private final class Files extends FileSystem {
    private final FileSystem of;

    Files(FileSystem of) {
      this.of = of;
    }

    @Override
    public FileSystemProvider provider() {
      return HangingDisk.this;
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return of.isReadOnly();
    }

    @Override
    public String getSeparator() {
      return of.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      return of.getRootDirectories();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return of.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return of.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
      return wrap(of.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      return of.getPathMatcher(pattern);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      return of.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
      throw new UnsupportedOperationException();
    }
  }
}
