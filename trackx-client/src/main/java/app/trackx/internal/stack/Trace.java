package app.trackx.internal.stack;

import java.util.Arrays;

/**
 * The frames of one exception that matter: read once, without plumbing and what a servlet container
 * adds, then fixed.
 *
 * <p>An overridden {@code getStackTrace()} may throw, return null, or return an array that somebody
 * else changes; the one guarded call and the one copy here are all that the rest of the package
 * sees of it. Plumbing goes before wrappers are compared with what they wrap, because an
 * {@code InvocationTargetException} differs from its target in nothing else.
 */
final class Trace {
  static final Trace EMPTY = new Trace(new StackTraceElement[0], 0);

  private final StackTraceElement[] frames;
  private final int size;

  private Trace(StackTraceElement[] frames, int size) {
    this.frames = frames;
    this.size = size;
  }

  static Trace of(Throwable error) {
    StackTraceElement[] raw;
    try {
      raw = error.getStackTrace();
    } catch (Throwable failedInUserCode) {
      return EMPTY;
    }
    return raw == null ? EMPTY : of(raw);
  }

  static Trace of(StackTraceElement[] raw) {
    StackTraceElement[] present = new StackTraceElement[raw.length];
    int count = 0;
    for (StackTraceElement frame : raw) {
      if (frame != null) {
        present[count++] = frame;
      }
    }
    int above = ContainerFrames.above(present, count);
    StackTraceElement[] kept = new StackTraceElement[above];
    int size = 0;
    for (int i = 0; i < above; i++) {
      if (!Plumbing.isPlumbing(present[i])) {
        kept[size++] = present[i];
      }
    }
    if (above < count) {
      size = ContainerFrames.without(kept, size);
    }
    // Nothing but plumbing is still better than no frame: without one the server groups by message.
    return size == 0 ? new Trace(present, count) : new Trace(kept, size);
  }

  /** Without the frames of logging libraries at the top. */
  Trace belowLogging() {
    int above = LoggingFrames.atTop(frames, size);
    return above == 0 ? this : new Trace(Arrays.copyOfRange(frames, above, size), size - above);
  }

  int size() {
    return size;
  }

  StackTraceElement frame(int index) {
    return frames[index];
  }

  /** How many frames at the bottom are those of {@code inner}, too. */
  int commonWith(Trace inner) {
    int common = 0;
    while (common < size
        && common < inner.size
        && same(frames[size - 1 - common], inner.frames[inner.size - 1 - common])) {
      common++;
    }
    return common;
  }

  /**
   * Whether two frames read the same; modules and class loaders are not shown, so they do not
   * count.
   */
  static boolean same(StackTraceElement a, StackTraceElement b) {
    return a.getLineNumber() == b.getLineNumber()
        && a.getMethodName().equals(b.getMethodName())
        && a.getClassName().equals(b.getClassName())
        && file(a).equals(file(b));
  }

  static String file(StackTraceElement frame) {
    String file = frame.getFileName();
    return file == null ? "" : file;
  }
}
