package app.trackx.internal.stack;

/**
 * A guess whether an exception that is captured once more, in the same way as before, is still on
 * its way up or was thrown again.
 *
 * <p>On its way up it has passed the method that captures it now, so that method is in its stack
 * trace, with a method above it that may have captured it before. If not, the first capture was at
 * the same place. In a recursion each level is another place.
 */
public final class Rethrows {
  private Rethrows() {}

  /**
   * Returns whether the exception must have been thrown again.
   *
   * @param error the exception, which was captured before
   * @param here a throwable that was created where it is captured now
   * @return false if it may be still on its way up
   */
  public static boolean isThrownAgain(Throwable error, Throwable here) {
    Trace thrown = Trace.of(error);
    Trace place = Trace.ofCallSite(here);
    if (thrown.size() == 0 || place.size() == 0 || isRecursive(place)) {
      return false;
    }
    if (thrown.frame(0).getMethodName().equals("<clinit>")) {
      return true; // a constant: what leaves a static initializer itself is wrapped
    }
    int common = thrown.commonWith(place);
    int passed = thrown.size() - 1 - common;
    int catching = place.size() - 1 - common;
    if (passed >= 0
        && catching >= 0
        && !isSameMethod(thrown.frame(passed), place.frame(catching))) {
      return true;
    }
    for (int i = 0; i < passed; i++) {
      if (!JdkFrames.isOfJdk(thrown.frame(i).getClassName())) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether the method that captures the exception is below itself. */
  private static boolean isRecursive(Trace place) {
    for (int i = 1; i < place.size(); i++) {
      if (isSameMethod(place.frame(i), place.frame(0))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSameMethod(StackTraceElement a, StackTraceElement b) {
    return a.getMethodName().equals(b.getMethodName()) && a.getClassName().equals(b.getClassName());
  }
}
