package app.trackx.internal.stack;

import java.util.List;

/**
 * Writes a cause chain for the server's parser: the root cause first, then what wrapped it, then
 * what was suppressed.
 *
 * <p>The server reads no more than 40 frames, so those that matter come first, and it takes a line
 * apart wherever it resembles a JavaScript frame, so the text holds class names and frames but
 * never a message. Suppressed exceptions are shown to people only: the same bug with and without a
 * failed {@code close()} is one issue. Runs on the delivery thread and keeps no state; an exception
 * with 60 frames and two causes costs about as much as reading its frames does. User code that
 * fails ({@code getStackTrace}) counts as no frames.
 */
public final class StackFormatter {
  private StackFormatter() {}

  /**
   * The stack of an exception.
   *
   * @param chain the exception and its causes
   * @return its text and fingerprint; bounded, however large the chain
   */
  public static StackText format(CauseChain chain) {
    StackLines lines = new StackLines();
    int root = chain.size() - 1;
    Trace inner = Trace.EMPTY;
    boolean overflow = false;
    for (int i = root; i >= 0; i--) {
      if (lines.full() || lines.roomForFrames() == 0) {
        lines.note(i + 1, "wrapper", "left out");
        break;
      }
      Throwable error = chain.error(i);
      Trace trace = Trace.of(error);
      // What wraps an overflow was often made near the end of the stack, too; how much of a cycle
      // two traces share when both are cut is chance.
      overflow |= error instanceof StackOverflowError;
      int common = overflow && Repeats.hasCycle(trace) ? 0 : trace.commonWith(inner);
      lines.header(i == root ? "" : "Wrapped by: ", error.getClass().getName(), "");
      TraceWriter.write(lines, trace, trace.size() - common, overflow);
      lines.note(common, "common frame", "");
      inner = trace;
    }
    if (chain.circular()) {
      lines.header("Wrapped by: ", chain.error(root).getClass().getName(), " [circular]");
    }
    writeSuppressed(lines, chain.suppressed());
    return lines.finish();
  }

  /**
   * The stack of an event without exception.
   *
   * @param name what stands in the first line, where an exception has its class
   * @param callSite where the event was logged, innermost frame first; null elements are skipped, and
   *     frames of logging libraries at the top
   * @return its text and fingerprint
   */
  public static StackText format(String name, StackTraceElement[] callSite) {
    return format(name, Trace.of(callSite));
  }

  /**
   * The same for a throwable that was made where the event was logged.
   *
   * @param name what stands in the first line, where an exception has its class
   * @param here whose frames are the call site
   * @return its text and fingerprint
   */
  public static StackText format(String name, Throwable here) {
    return format(name, Trace.of(here));
  }

  private static StackText format(String name, Trace callSite) {
    StackLines lines = new StackLines();
    Trace trace = callSite.belowLogging();
    lines.header("", name, "");
    TraceWriter.write(lines, trace, trace.size(), false);
    return lines.finish();
  }

  private static void writeSuppressed(StackLines lines, List<Throwable> suppressed) {
    for (Throwable error : suppressed) {
      if (lines.full()) {
        return;
      }
      Trace trace = Trace.of(error);
      lines.header("Suppressed: ", error.getClass().getName(), "");
      TraceWriter.writeUnseen(lines, trace, 0, trace.size());
    }
  }
}
