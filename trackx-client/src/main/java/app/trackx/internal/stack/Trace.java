package app.trackx.internal.stack;

import java.util.Arrays;

/**
 * The relevant frames of one exception, read once, without plumbing and container frames;
 * immutable.
 *
 * <p>An overridden {@code getStackTrace()} may throw, return null, or return an array that other
 * code changes; only this class calls it, guarded, and copies its result. Plumbing is removed
 * before wrappers are compared with their causes, because the frames of an {@code
 * InvocationTargetException} differ from its target's in nothing else.
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
    // A trace that is all plumbing is better than no frame, because the server would group by
    // message.
    return size == 0 ? new Trace(present, count) : new Trace(kept, size);
  }

  /** Returns the trace without the frames of logging libraries at the top. */
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

  /** Returns how many frames at the bottom equal those of {@code inner}. */
  int commonWith(Trace inner) {
    int common = 0;
    while (common < size
        && common < inner.size
        && same(frames[size - 1 - common], inner.frames[inner.size - 1 - common])) {
      common++;
    }
    return common;
  }

  /** Returns whether two frames have the same text; modules and class loaders are not in it. */
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
