package app.trackx.internal.stack;

/** Frames {@code from} to {@code to} of a trace, which stand there {@code times} times in a row. */
final class Segment {
  final int from;
  final int to;
  final int times;

  /** False for frames that are shown to people but kept from the server's eyes. */
  final boolean seen;

  Segment(int from, int to, int times, boolean seen) {
    this.from = from;
    this.to = to;
    this.times = times;
    this.seen = seen;
  }

  int length() {
    return to - from;
  }
}
