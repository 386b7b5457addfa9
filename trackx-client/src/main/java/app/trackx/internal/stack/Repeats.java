package app.trackx.internal.stack;

import java.util.ArrayList;
import java.util.List;

/**
 * A search for recursion in a trace, so that its depth does not show in the frames.
 *
 * <p>Frames that are repeated three times or more are written once. After a stack overflow that is
 * not enough, because chance determines which call hit the end of the stack and where the JVM cut
 * the trace. In that case the cycle comes first and starts at its smallest frame, and the random
 * frames are hidden from the server. Frames are compared by a hash first; an ordinary trace costs
 * at most 64 integer comparisons per frame.
 */
final class Repeats {
  /** The number of frames of a trace that the JVM keeps by default. */
  static final int MAX_FRAMES = 1024;

  private static final int MIN_TIMES = 3;
  private static final int MAX_PERIOD = 64;

  private final Trace trace;
  private final int size;
  private final int[] hashes;
  private final List<Segment> segments = new ArrayList<Segment>(4);
  private int cycleFrom;
  private int cycleTo;
  private int cyclePeriod;

  private Repeats(Trace trace, int size) {
    this.trace = trace;
    this.size = size;
    this.hashes = new int[size];
    for (int i = 0; i < size; i++) {
      StackTraceElement frame = trace.frame(i);
      hashes[i] =
          31 * (31 * frame.getClassName().hashCode() + frame.getMethodName().hashCode())
              + frame.getLineNumber();
    }
  }

  /** Returns the first {@code size} frames, in order, with repetitions folded. */
  static List<Segment> fold(Trace trace, int size) {
    Repeats repeats = new Repeats(trace, size);
    repeats.foldFrom(0);
    return repeats.segments;
  }

  /**
   * Returns the first {@code size} frames of a stack overflow, the cycle first; the same as {@link
   * #fold} if there is no cycle.
   */
  static List<Segment> foldOverflow(Trace trace, int size) {
    Repeats repeats = new Repeats(trace, size);
    repeats.foldOverflow();
    return repeats.segments;
  }

  /** Returns whether {@code trace} contains a cycle that may have overflowed the stack. */
  static boolean hasCycle(Trace trace) {
    return new Repeats(trace, Math.min(trace.size(), MAX_FRAMES)).findCycle();
  }

  private void foldFrom(int from) {
    int plain = from;
    int i = from;
    while (i < size) {
      int period = periodAt(i);
      if (period == 0) {
        i++;
        continue;
      }
      add(plain, i, 1, true);
      int times = (period + matches(i, period)) / period;
      add(i, i + period, times, true);
      i += period * times;
      plain = i;
    }
    add(plain, size, 1, true);
  }

  /**
   * Returns the period whose repetition from {@code at} extends farthest, the shortest if equal, or
   * 0.
   */
  private int periodAt(int at) {
    int best = 0;
    int bestLength = 0;
    int longest = Math.min(MAX_PERIOD, (size - at) / MIN_TIMES);
    for (int period = 1; period <= longest; period++) {
      if (hashes[at] != hashes[at + period] || hashes[at] != hashes[at + 2 * period]) {
        continue;
      }
      int length = period + matches(at, period);
      if (length >= MIN_TIMES * period && length > bestLength) {
        best = period;
        bestLength = length;
      }
    }
    return best;
  }

  /** Returns how many consecutive frames, from {@code at}, equal the one {@code period} below. */
  private int matches(int at, int period) {
    int i = at;
    while (i + period < size && same(i, i + period)) {
      i++;
    }
    return i - at;
  }

  private void foldOverflow() {
    if (findCycle()) {
      addCycle();
    } else {
      foldFrom(0);
    }
  }

  /** Finds the longest run of repeated frames, with the shortest period if equal. */
  private boolean findCycle() {
    int longest = 0;
    // Any period is allowed: a cycle through a web framework has more than 64 frames, and overflows
    // are rare.
    for (int period = 1; period <= size / MIN_TIMES; period++) {
      for (int at = 0; at + MIN_TIMES * period <= size; at++) {
        int matches = matches(at, period);
        if (matches >= (MIN_TIMES - 1) * period && matches + period > longest) {
          longest = matches + period;
          cyclePeriod = period;
          cycleFrom = at;
        }
        at += matches;
      }
    }
    cycleTo = cycleFrom + longest;
    return longest > 0;
  }

  private void addCycle() {
    int start = cycleFrom + leastRotation(cycleFrom, cyclePeriod);
    int times = (cycleTo - start) / cyclePeriod;
    int end = start + times * cyclePeriod;
    add(start, start + cyclePeriod, times, true);
    add(0, start, 1, false);
    if (cycleTo == size) {
      add(end, size, 1, false);
    } else {
      foldFrom(end);
    }
  }

  /**
   * Returns where to start in a cycle so that it is the same wherever it was entered: the usual
   * two-pointer search.
   */
  private int leastRotation(int from, int period) {
    int a = 0;
    int b = 1;
    int length = 0;
    while (a < period && b < period && length < period) {
      int order = compare(
          trace.frame(from + (a + length) % period), trace.frame(from + (b + length) % period));
      if (order == 0) {
        length++;
        continue;
      }
      if (order > 0) {
        a += length + 1;
      } else {
        b += length + 1;
      }
      if (a == b) {
        b++;
      }
      length = 0;
    }
    return Math.min(a, b);
  }

  private static int compare(StackTraceElement a, StackTraceElement b) {
    int order = ClassNames.stable(a).compareTo(ClassNames.stable(b));
    if (order == 0) {
      order = ClassNames.method(a.getMethodName()).compareTo(ClassNames.method(b.getMethodName()));
    }
    if (order == 0) {
      order = Integer.compare(a.getLineNumber(), b.getLineNumber());
    }
    return order == 0 ? Trace.file(a).compareTo(Trace.file(b)) : order;
  }

  private boolean same(int a, int b) {
    return hashes[a] == hashes[b] && Trace.same(trace.frame(a), trace.frame(b));
  }

  private void add(int from, int to, int times, boolean seen) {
    if (from < to) {
      segments.add(new Segment(from, to, times, seen));
    }
  }
}
