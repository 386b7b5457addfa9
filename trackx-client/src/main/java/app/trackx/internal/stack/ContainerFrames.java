package app.trackx.internal.stack;

/**
 * The frames of a servlet container in the trace of a request: all frames from the TrackX filter
 * downwards, and those above it that pass the request from filter to filter.
 *
 * <p>They are irrelevant to the bug, up to a hundred, and change with each version of the
 * container: an upgrade would create a new issue for every known one. If the TrackX filter is not
 * in the trace, all frames stay. Frames at the top always stay, because there the application
 * called a container's method that failed.
 */
final class ContainerFrames {
  private static final String[] PREFIXES = {
    "org.apache.catalina.",
    "org.eclipse.jetty.",
    "io.undertow.",
    "jakarta.servlet.",
    "javax.servlet.",
  };

  private ContainerFrames() {}

  /**
   * Returns the number of frames above the TrackX filter; all of them if it is absent or at the
   * top.
   */
  static int above(StackTraceElement[] frames, int size) {
    for (int i = 1; i < size; i++) {
      if (isOurs(frames[i])) {
        return i;
      }
    }
    return size;
  }

  /** Removes the container's frames, except for those at the top; returns how many are left. */
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
    if (!name.startsWith(OwnNames.SERVLET_PACKAGE)) {
      return false;
    }
    String method = frame.getMethodName();
    return (name.equals(OwnNames.FILTER) && method.equals(OwnNames.FILTER_METHOD))
        || (name.equals(OwnNames.ASYNC_TASK) && method.equals(OwnNames.ASYNC_TASK_METHOD));
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
