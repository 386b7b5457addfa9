package app.trackx.internal.stack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A formatter of cause chains for the server's parser: the root cause first, then the exceptions
 * that wrap it, then suppressed ones.
 *
 * <p>The server reads at most 40 frames, so the important ones come first. It parses every line
 * that resembles a JavaScript frame, so the text contains class names and frames but never a
 * message. Suppressed exceptions are shown only to people: the same bug with and without a failed
 * {@code close()} is one issue. Runs on the processing thread and is stateless; an exception with
 * 60 frames and two causes costs about as much as reading its frames. If user code ({@code
 * getStackTrace}) fails, there are no frames.
 */
public final class StackFormatter {
  /** The maximum number of exceptions without frames of which each is shown a frame. */
  private static final int MAX_CONSTRUCTORS = 8;

  /** A name, so that the class is not loaded for a first error. */
  private static final String CANCELLATION = "java.util.concurrent.CancellationException";

  private StackFormatter() {}

  /**
   * Formats the stack of an exception.
   *
   * @param chain the exception and its causes
   * @return its text and fingerprint; bounded, however large the chain
   */
  public static StackText format(CauseChain chain) {
    StackLines lines = new StackLines();
    int root = chain.size() - 1;
    Trace inner = Trace.EMPTY;
    boolean overflow = false;
    boolean reactive = passedCheckpoint(chain);
    for (int i = root; i >= 0; i--) {
      if (lines.full() || lines.roomForFrames() == 0) {
        lines.note(i + 1, "wrapper", "left out");
        break;
      }
      Throwable error = chain.error(i);
      Trace trace =
          reactive ? Trace.ofReactive(error) : i == root ? traceOfRoot(chain) : Trace.of(error);
      // The wrapper of an overflow was often created near the end of the stack, too; if both traces
      // are cut, chance determines how much of a cycle they share.
      overflow |= error instanceof StackOverflowError;
      int common = overflow && Repeats.hasCycle(trace) ? 0 : trace.commonWith(inner);
      lines.header(i == root ? "" : "Wrapped by: ", error.getClass().getName(), "");
      if (i < root && isCancellationAgain(error, chain.error(i + 1))) {
        TraceWriter.writeUnseen(lines, trace, 0, trace.total());
        continue;
      }
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
   * Returns whether a future wrapped its cancellation for the thread that reads it. JDK 17 throws the
   * cancellation itself.
   */
  private static boolean isCancellationAgain(Throwable error, Throwable cause) {
    Class<?> type = error.getClass();
    if (type != cause.getClass() || !type.getName().equals(CANCELLATION)) {
      return false;
    }
    StackTraceElement[] frames = Trace.framesOf(error);
    return frames.length > 0 && JdkFrames.isOfFuture(frames[0]);
  }

  /** Returns whether Reactor replaced the frames of an exception of the chain. */
  private static boolean passedCheckpoint(CauseChain chain) {
    for (int i = chain.size() - 1; i >= 0; i--) {
      if (Trace.checkpointOf(chain.error(i)) != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the frames of the root cause. If no exception of the chain was in a frame of the
   * application, the topmost of them is shown to the server.
   */
  private static Trace traceOfRoot(CauseChain chain) {
    int root = chain.size() - 1;
    Trace trace = Trace.of(chain.error(root));
    return trace.size() > 0 || isInApplication(chain) ? trace : trace.top();
  }

  private static boolean isInApplication(CauseChain chain) {
    for (int i = chain.size() - 1; i >= 0; i--) {
      if (Trace.of(chain.error(i)).size() > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Formats the stack of an exception that has no frames, nor has any of its causes: frames of
   * their classes, or those that a library made up, then the call site. So two classes, or two places, are two issues, whatever the
   * messages.
   *
   * @param chain the exception and its causes
   * @param callSite the place where the exception was captured; null if unknown
   * @param here the throwable whose frames are the call site if the other is null; null if unknown
   * @return its text and fingerprint; has at least one frame
   */
  public static StackText format(
      CauseChain chain, StackTraceElement @Nullable [] callSite, @Nullable Throwable here) {
    StackLines lines = new StackLines();
    int root = chain.size() - 1;
    for (int i = root; i >= 0 && root - i < MAX_CONSTRUCTORS; i--) {
      Throwable error = chain.error(i);
      String name = error.getClass().getName();
      Trace trace = Trace.of(error);
      lines.header(i == root ? "" : "Wrapped by: ", name, "");
      if (trace.isEmpty()) {
        lines.seen(FrameWriter.constructor(ClassNames.stable(name)));
      } else if (Trace.isMadeUp(Trace.framesOf(error))) {
        lines.seen(trace.frame(0));
      } else {
        TraceWriter.writeUnseen(lines, trace, 0, trace.total());
      }
    }
    lines.note(chain.size() - MAX_CONSTRUCTORS, "wrapper", "left out");
    Trace place = callSite != null
        ? Trace.ofCallSite(callSite)
        : here == null ? Trace.EMPTY : Trace.ofCallSite(here);
    if (place.size() > 0) {
      lines.captured();
      TraceWriter.write(lines, place, place.size(), false);
    }
    writeSuppressed(lines, chain.suppressed());
    return lines.finish();
  }

  /**
   * Formats the stack of an event without exception.
   *
   * @param name the first line, in place of an exception's class
   * @param callSite the place where the event was logged, innermost frame first; null elements are
   *     skipped, and so are frames of logging libraries at the top
   * @return its text and fingerprint
   */
  public static StackText format(String name, StackTraceElement[] callSite) {
    return format(name, Trace.ofCallSite(callSite));
  }

  /**
   * Formats the stack of an event from a throwable that was created where the event was logged.
   *
   * @param name the first line, in place of an exception's class
   * @param here the throwable whose frames are the call site
   * @return its text and fingerprint
   */
  public static StackText format(String name, Throwable here) {
    return format(name, Trace.ofCallSite(here));
  }

  static StackText format(String name, Trace callSite) {
    StackLines lines = new StackLines();
    Trace trace = callSite.size() > 0 ? callSite : callSite.top();
    lines.header("", name, "");
    TraceWriter.write(lines, trace, trace.size(), false);
    return lines.finish();
  }

  private static void writeSuppressed(StackLines lines, List<Throwable> suppressed) {
    for (Throwable error : suppressed) {
      if (lines.full()) {
        return;
      }
      if (Trace.isCheckpoint(error)) {
        continue; // its frames were those of the exception
      }
      Trace trace = Trace.of(error);
      lines.header("Suppressed: ", error.getClass().getName(), "");
      TraceWriter.writeUnseen(lines, trace, 0, trace.total());
    }
  }
}
