package app.trackx.internal.stack;

/**
 * Knows the frames of a servlet container in the trace of a request: all from our own filter downwards,
 * and those above it that hand the request from filter to filter.
 *
 * <p>They say nothing of the bug, are up to a hundred, and change with each version of the container:
 * an upgrade would make a new issue of every known one. Without our filter in a trace nothing is known
 * of it, and all stays. So does what is at the top, where a container's own method failed that the
 * application called.
 */
final class ContainerFrames {
  private static final String FILTER = "app.trackx.servlet.TrackXFilter";
  private static final String TASK = "app.trackx.servlet.AsyncTask";

  private static final String[] PREFIXES = {
    "org.apache.catalina.",
    "org.eclipse.jetty.",
    "io.undertow.",
    "jakarta.servlet.",
    "javax.servlet.",
  };

  private ContainerFrames() {}

  /** How many frames at the top are above our filter; all of them where it is not, or at the top. */
  static int above(StackTraceElement[] frames, int size) {
    for (int i = 1; i < size; i++) {
      if (isOurs(frames[i])) {
        return i;
      }
    }
    return size;
  }

  /** Takes the container's out, but for those at the top; how many are left. */
  static int without(StackTraceElement[] frames, int size) {
    int kept = 0;
    while (kept < size && isOfContainer(frames[kept].getClassName())) {
      kept++;
    }
    for (int i = kept; i < size; i++) {
      if (!isOfContainer(frames[i].getClassName())) {
        frames[kept++] = frames[i];
      }
    }
    return kept;
  }

  private static boolean isOurs(StackTraceElement frame) {
    String name = frame.getClassName();
    if (!name.startsWith("app.trackx.servlet.")) {
      return false;
    }
    String method = frame.getMethodName();
    return (name.equals(FILTER) && method.equals("doFilter"))
        || (name.equals(TASK) && method.equals("run"));
  }

  private static boolean isOfContainer(String className) {
    for (String prefix : PREFIXES) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
