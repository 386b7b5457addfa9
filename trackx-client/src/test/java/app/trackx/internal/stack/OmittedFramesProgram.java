package app.trackx.internal.stack;

/** Throws the same exception until HotSpot omits its stack, and compares the fingerprints. */
final class OmittedFramesProgram {
  private static final StackTraceElement[] LOGGED_IN_PAY = {
    new StackTraceElement("com.acme.Shop", "pay", "Shop.java", 12)
  };

  private final OmittedFrames places = new OmittedFrames();

  private OmittedFramesProgram() {}

  public static void main(String[] args) {
    OmittedFramesProgram program = new OmittedFramesProgram();
    String first = program.fingerprint(failing(null));
    for (int i = 0; i < 2_000_000; i++) {
      NullPointerException error = failing(null);
      if (error.getStackTrace().length == 0) {
        System.out.println("omitted");
        System.out.println(program.fingerprint(error).equals(first) ? "the same" : "another");
        return;
      }
    }
    System.out.println("never omitted");
  }

  private static NullPointerException failing(String text) {
    try {
      return new NullPointerException("not reached: " + text.length());
    } catch (NullPointerException e) {
      return e;
    }
  }

  private String fingerprint(Throwable error) {
    CauseChain chain = CauseChain.of(error);
    StackText stack = StackFormatter.format(chain);
    return places.complete(chain, stack, LOGGED_IN_PAY, null).fingerprint();
  }
}
