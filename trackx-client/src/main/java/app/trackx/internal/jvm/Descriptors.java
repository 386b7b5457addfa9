package app.trackx.internal.jvm;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A check whether enough file descriptors are free to load and initialize classes: one for each jar
 * of the class path that is not open yet, since a single lookup of a missing class or resource
 * opens them all, and some for files and sockets that the JDK opens.
 *
 * <p>On Linux this reads the kernel's figures, which uses one descriptor at a time and takes tens
 * of microseconds. Elsewhere it opens and closes some files, except on Windows, where the limit is
 * millions.
 */
final class Descriptors {
  /** A socket, the resolver's files, a native library, security settings, a trust store; twice. */
  private static final int OF_THE_JDK = 10;

  /**
   * The maximum number of descriptors to open, so that the application does not lack them even
   * briefly.
   */
  private static final int MOST_PROBED = 16;

  /** With more open files than this, telling jars from sockets takes too long. */
  private static final int MOST_RESOLVED = 4_096;

  private static final String OPEN_FILES = "/proc/self/fd";
  private static final String LIMITS = "/proc/self/limits";
  private static final String STATUS = "/proc/self/status";
  private static final String NOTHING = "/dev/null";

  private static final long LEAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(2);

  /** While descriptors are short, checking for them may use one part in this many of a core. */
  private static final int SHARE = 50;

  private static boolean lacking;
  private static long nextLook;

  private Descriptors() {}

  /** Returns whether enough are free. Does not check again if there recently were not enough. */
  static synchronized boolean suffice() {
    long now = System.nanoTime();
    if (lacking && now - nextLook < 0) {
      return false;
    }
    lacking = !look();
    long end = System.nanoTime();
    nextLook = end + Math.max(LEAST_PAUSE, Math.min(LONGEST_PAUSE, SHARE * (end - now)));
    return !lacking;
  }

  private static boolean look() {
    if (File.separatorChar == '\\') {
      return true;
    }
    return new File(OPEN_FILES).exists() && new File(LIMITS).exists()
        ? count()
        : probe(Math.min(MOST_PROBED, OF_THE_JDK + ClassPath.jars()));
  }

  private static boolean count() {
    try {
      long limit = number(read(LIMITS), "Max open files");
      long wanted = Math.min(limit / 2, OF_THE_JDK + ClassPath.jars());
      // the size of the kernel's table: at least the number of open files, and quick to read
      if (limit - number(read(STATUS), "FDSize:") >= wanted) {
        return true;
      }
      String[] open = new File(OPEN_FILES).list();
      if (open == null) {
        return false;
      }
      long free = limit - open.length;
      return free >= wanted || free >= Math.min(limit / 2, OF_THE_JDK + unopened(open));
    } catch (IOException noneLeft) {
      return false;
    }
  }

  /** Returns the number of jars that may still have to be opened. */
  private static int unopened(String[] open) {
    if (open.length > MOST_RESOLVED) {
      return ClassPath.jars();
    }
    Set<String> jars = new HashSet<>();
    for (String descriptor : open) {
      try {
        String path = new File(OPEN_FILES, descriptor).getCanonicalPath();
        if (path.endsWith(".jar")) {
          jars.add(path);
        }
      } catch (IOException closedMeanwhile) {
        // not a jar then
      }
    }
    return Math.max(0, ClassPath.jars() - jars.size());
  }

  /** Returns the first number after a label; a very large one for "unlimited". */
  private static long number(String text, String label) {
    int at = text.indexOf(label) + label.length();
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    long number = 0;
    int from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      number = 10 * number + text.charAt(at++) - '0';
    }
    return at == from ? Integer.MAX_VALUE : number;
  }

  private static String read(String file) throws IOException {
    byte[] bytes = new byte[4_096];
    int length = 0;
    try (InputStream in = new FileInputStream(file)) {
      int count = in.read(bytes);
      while (count > 0) {
        length += count;
        count = in.read(bytes, length, bytes.length - length);
      }
    }
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static boolean probe(int count) {
    if (!new File(NOTHING).exists()) {
      return true;
    }
    InputStream[] open = new InputStream[count];
    try {
      for (int i = 0; i < count; i++) {
        open[i] = new FileInputStream(NOTHING);
      }
      return true;
    } catch (IOException noneLeft) {
      return false;
    } finally {
      close(open);
    }
  }

  private static void close(InputStream[] open) {
    for (InputStream file : open) {
      try {
        if (file != null) {
          file.close();
        }
      } catch (IOException closedAllTheSame) {
        // nothing was written
      }
    }
  }
}
