package app.trackx.internal.stack;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stacks for errors that have none, from their call sites.
 *
 * <p>HotSpot omits the frames of some exceptions in code that it has compiled. Most such errors were
 * thrown before, with their frames, and captured at the same place. If all errors of these classes
 * that were captured there had the same frames, so has this one most likely, and it stays one issue.
 * If they had different ones, nothing tells which: these are one issue, by class and place. So are
 * other errors without frames.
 *
 * <p>Remembers 64 places, the most recent ones. Confined to the processing thread.
 */
public final class OmittedFrames {
  private static final int MAX_PLACES = 64;
  private static final int MAX_LENGTH = 16 * 1024;

  private static final String REUSED =
      "frames of an earlier error; HotSpot omitted those of this one (-XX:-OmitStackTraceInFastThrow)";

  /** The stack of each place and class; one without frames if there were several. */
  private final Map<String, StackText> known = new LinkedHashMap<String, StackText>();

  /** Creates a memory without places. */
  public OmittedFrames() {}

  /**
   * Returns the stack to send for an error.
   *
   * @param chain the error and its causes
   * @param stack what {@link StackFormatter#format(CauseChain)} returned for it
   * @param callSite the place where it was captured; null if unknown
   * @param here the throwable whose frames are the call site if the other is null; null if unknown
   * @return the same stack if it has frames
   */
  public StackText complete(
      CauseChain chain,
      StackText stack,
      StackTraceElement @Nullable [] callSite,
      @Nullable Throwable here) {
    boolean framed = stack.hasFrames() && !chain.hasMadeUpFrames();
    if (!framed) {
      chain.noteFrameless();
    }
    if (!chain.isOmittedByHotSpot()) {
      return framed ? stack : StackFormatter.format(chain, callSite, here);
    }
    String key = key(chain, callSite, here);
    if (stack.hasFrames()) {
      remember(key, stack);
      return stack;
    }
    StackText earlier = known.get(key);
    return earlier != null && earlier.hasFrames()
        ? earlier.withNote(REUSED)
        : StackFormatter.format(chain, callSite, here);
  }

  private void remember(String key, StackText stack) {
    StackText before = known.remove(key);
    boolean same = before == null || before.fingerprint().equals(stack.fingerprint());
    boolean usable = same && stack.text().length() <= MAX_LENGTH;
    known.put(key, usable ? stack : new StackText("", "", null)); // the most recent one is last
    if (known.size() > MAX_PLACES) {
      known.remove(known.keySet().iterator().next());
    }
  }

  private static String key(
      CauseChain chain, StackTraceElement @Nullable [] callSite, @Nullable Throwable here) {
    StringBuilder classes = new StringBuilder();
    for (int i = 0; i < chain.size(); i++) {
      classes.append(chain.error(i).getClass().getName()).append('\n');
    }
    if (callSite != null) {
      classes.append(StackFormatter.format("", callSite).fingerprint());
    } else if (here != null) {
      classes.append(StackFormatter.format("", here).fingerprint());
    }
    return StackText.hashOf(classes.toString());
  }
}
