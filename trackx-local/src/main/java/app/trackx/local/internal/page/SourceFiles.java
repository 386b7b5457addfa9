package app.trackx.local.internal.page;

import app.trackx.local.internal.bounds.BoundedMap;
import app.trackx.local.internal.stack.StackFrame;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The source files of frames, fetched if their URL begins with a given prefix.
 *
 * <p>An event may name any URL, and who sends events must not decide what this machine requests. So
 * nothing is fetched without a prefix. A URL with a query, or with segments that lead out of the
 * prefix, is not covered by it. Files are kept for a minute. Thread-safe.
 */
public final class SourceFiles implements AutoCloseable {
  private static final int MAX_URL = 1_000;
  private static final int MAX_FILES = 100;
  private static final long MAX_MEMORY = 8 << 20;
  private static final long KEPT = TimeUnit.MINUTES.toNanos(1);
  private static final long PER_FILE = TimeUnit.SECONDS.toNanos(3);
  private static final long PER_EVENT = TimeUnit.SECONDS.toNanos(8);

  /** Requests that may wait for files at a time, so that others always find a free worker. */
  private static final int MAX_READERS = 4;

  private final List<String> prefixes;
  private final SourceFetch fetch = new SourceFetch(this::covers);
  private final Semaphore readers = new Semaphore(MAX_READERS);
  private final BoundedMap<String, Kept> kept = // guarded by itself
      new BoundedMap<>(MAX_FILES, MAX_MEMORY, entry -> entry.file.size());

  public SourceFiles(List<String> prefixes) {
    this.prefixes = List.copyOf(prefixes);
  }

  /**
   * Returns a prefix with a slash at its end.
   *
   * @throws IllegalArgumentException if it is not an {@code http} or {@code https} URL, or has a
   *     user name, a query or a fragment
   */
  public static String checked(String text) {
    String prefix = text.endsWith("/") ? text : text + '/';
    try {
      URI uri = new URI(prefix);
      String scheme = uri.getScheme();
      boolean valid = ("http".equals(scheme) || "https".equals(scheme))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && isPlain(prefix);
      if (valid) {
        return prefix;
      }
    } catch (URISyntaxException e) {
      // see below
    }
    throw new IllegalArgumentException(
        "--source-from must be an http or https URL without user name, query and dot segments");
  }

  /** Returns whether a frame's file is a URL that may be fetched. */
  boolean covers(String file) {
    if (file.length() > MAX_URL || !isPlain(file)) {
      return false;
    }
    for (String prefix : prefixes) {
      if (file.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a frame's file is any URL. */
  static boolean isUrl(String file) {
    return file.startsWith("http://") || file.startsWith("https://");
  }

  /** Returns whether a URL has no query and no fragment, and means what it says. */
  private static boolean isPlain(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    return !(lower + '/').contains("/../")
        && !(lower + '/').contains("/./")
        && lower.indexOf('?') < 0
        && lower.indexOf('#') < 0
        && lower.indexOf('\\') < 0
        && !lower.contains("%2e")
        && !lower.contains("%2f")
        && !lower.contains("%5c");
  }

  /**
   * Returns the files of frames, in their order: null for a frame that has no such URL or no line.
   * Waits for eight seconds at most.
   *
   * @return null if too many requests are waiting for files already
   */
  @Nullable
  List<@Nullable SourceFile> of(List<StackFrame> frames) {
    if (!readers.tryAcquire()) {
      return null;
    }
    try {
      long end = System.nanoTime() + PER_EVENT;
      List<@Nullable SourceFile> files = new ArrayList<>();
      for (StackFrame frame : frames) {
        boolean wanted = frame.line() != null && covers(frame.file());
        files.add(wanted ? file(frame.file(), end) : null);
      }
      return files;
    } finally {
      readers.release();
    }
  }

  private SourceFile file(String url, long end) {
    long now = System.nanoTime();
    synchronized (kept) {
      Kept known = kept.get(url);
      if (known != null && now - known.since < KEPT) {
        return known.file;
      }
    }
    if (now - end >= 0) {
      return SourceFile.unavailable("the files above took too long");
    }
    SourceFile file = fetch.get(url, Math.min(PER_FILE, end - now));
    synchronized (kept) {
      kept.putLast(url, new Kept(file, System.nanoTime()));
    }
    return file;
  }

  @Override
  public void close() {
    fetch.close();
  }

  private static final class Kept {
    final SourceFile file;
    final long since;

    Kept(SourceFile file, long since) {
      this.file = file;
      this.since = since;
    }
  }
}
