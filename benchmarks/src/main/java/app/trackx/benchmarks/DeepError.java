package app.trackx.benchmarks;

import java.io.IOException;

/** Makes the exception that is measured with: two causes, and some 60 frames in each of the three. */
final class DeepError {
  /** The benchmark adds some fifteen of its own below them. */
  private static final int OWN_FRAMES = 45;

  private DeepError() {}

  /** A new one, since an exception keeps the frames that were once read from it. */
  static RuntimeException create() {
    return descend(OWN_FRAMES - 5);
  }

  private static RuntimeException descend(int levels) {
    return levels > 0 ? descend(levels - 1) : place();
  }

  private static RuntimeException place() {
    return new IllegalStateException("order 4711 cannot be placed", pay());
  }

  private static Exception pay() {
    return new RuntimeException("payment 0815 failed", connect());
  }

  private static Exception connect() {
    return new IOException("connection reset by 192.0.2.17");
  }
}
