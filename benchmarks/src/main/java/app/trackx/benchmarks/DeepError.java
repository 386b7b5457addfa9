package app.trackx.benchmarks;

import java.io.IOException;

/** A factory of the exceptions used in the benchmarks: with two causes, and about 60 frames in each of the three. */
final class DeepError {
  /** JMH adds about 15 frames below these. */
  static final int OWN_FRAMES = 45;

  private DeepError() {}

  private static final int NO_KIND = -1;

  /** Creates a new exception, because an exception caches its frames once they have been read. */
  static RuntimeException create() {
    return create(NO_KIND);
  }

  /** Creates an exception whose root cause was thrown at a different line for each {@code kind}. */
  static RuntimeException create(int kind) {
    return descend(OWN_FRAMES - 5, kind);
  }

  /** Creates a new exception of a type for which HotSpot may omit frames. */
  static RuntimeException createOmitted() {
    return new NullPointerException("order 4711 has no customer");
  }

  private static RuntimeException descend(int levels, int kind) {
    return levels > 0 ? descend(levels - 1, kind) : place(kind);
  }

  private static RuntimeException place(int kind) {
    return new IllegalStateException("order 4711 cannot be placed", pay(kind));
  }

  private static Exception pay(int kind) {
    return new RuntimeException("payment 0815 failed", connect(kind));
  }

  private static Exception connect(int kind) {
    IOException error = new IOException("connection reset by 192.0.2.17");
    if (kind != NO_KIND) {
      StackTraceElement[] frames = error.getStackTrace();
      frames[0] = new StackTraceElement("com.acme.Connections", "open", "Connections.java", kind);
      error.setStackTrace(frames);
    }
    return error;
  }
}
