package app.trackx.internal.stack;

import java.util.List;

/**
 * A writer of the frames of one exception within its share of the text: if there are too many, the
 * top and the bottom.
 *
 * <p>The top shows where an error happened, the bottom in which request or job; the middle is the
 * smallest loss. Hidden frames come directly above the frame that called them, as far as there is
 * room. One instance writes one trace.
 */
final class TraceWriter {
  static final int MAX_SEEN = 200;
  static final int MAX_UNSEEN = 20;

  private final StackLines lines;
  private final Trace trace;
  private int top;
  private int bottom;
  private int ordinal;
  private int omitted;

  private TraceWriter(StackLines lines, Trace trace) {
    this.lines = lines;
    this.trace = trace;
  }

  /** Writes the first {@code own} frames of {@code trace}. */
  static void write(StackLines lines, Trace trace, int own, boolean overflow) {
    int size = Math.min(own, Repeats.MAX_FRAMES);
    List<Segment> segments =
        overflow ? Repeats.foldOverflow(trace, size) : Repeats.fold(trace, size);
    new TraceWriter(lines, trace).write(segments);
    lines.note(own - size, "frame", "left out");
    if (own == trace.size()) {
      int last = own == 0 ? 0 : trace.position(own - 1) + 1;
      writeUnseen(lines, trace, last, trace.interestingTo());
    }
  }

  /** Writes the frames at positions {@code from} to {@code to} of {@code trace} only for people. */
  static void writeUnseen(StackLines lines, Trace trace, int from, int to) {
    int end = Math.min(to, from + MAX_UNSEEN);
    int i = from;
    while (i < end && lines.hasRoomForUnseen()) {
      lines.unseen(trace.any(i++));
    }
    lines.note(to - i, "frame", "left out");
  }

  private void write(List<Segment> segments) {
    int total = 0;
    for (Segment segment : segments) {
      total += segment.seen ? segment.length() : 0;
    }
    int allowed = Math.min(total, Math.min(MAX_SEEN, lines.roomForFrames()));
    top = allowed < total ? allowed - allowed / 4 : total;
    bottom = total - (allowed - top);
    for (Segment segment : segments) {
      if (segment.seen) {
        writeSeen(segment);
      } else {
        noteOmitted();
        writeUnseen(lines, trace, trace.position(segment.from), trace.position(segment.to - 1) + 1);
      }
    }
    noteOmitted();
  }

  private void writeSeen(Segment segment) {
    for (int i = segment.from; i < segment.to; i++) {
      if ((ordinal >= top && ordinal < bottom) || lines.full()) {
        omitted++;
      } else {
        noteOmitted();
        writeUnseen(lines, trace, trace.hiddenFrom(i), trace.position(i));
        lines.seen(trace.frame(i));
      }
      ordinal++;
    }
    if (segment.times > 1 && omitted == 0) {
      lines.repeated(segment.length(), segment.times);
    }
  }

  private void noteOmitted() {
    lines.note(omitted, "frame", "left out");
    omitted = 0;
  }
}
