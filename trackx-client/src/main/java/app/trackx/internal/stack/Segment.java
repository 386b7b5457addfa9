package app.trackx.internal.stack;

/** The frames {@code from} to {@code to} of a trace, which are repeated {@code times} times. */
final class Segment {
  final int from;
  final int to;
  final int times;

  /** False for frames that are shown to people but hidden from the server. */
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
