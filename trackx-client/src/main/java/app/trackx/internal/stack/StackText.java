package app.trackx.internal.stack;

import org.jspecify.annotations.Nullable;

/**
 * A finished stack: the text for the server and what the server will group by; immutable.
 *
 * <p>Holds strings only, so that what waits for delivery pins neither an exception nor a class
 * loader.
 */
public final class StackText {
  private final String text;
  private final String fingerprint;
  private final @Nullable String topFrame;

  StackText(String text, String fingerprint, @Nullable String topFrame) {
    this.text = text;
    this.fingerprint = fingerprint;
    this.topFrame = topFrame;
  }

  /**
   * The stack as it is sent.
   *
   * @return at most 65 536 characters, without lone surrogates and without any message
   */
  public String text() {
    return text;
  }

  /**
   * A 128-bit hash of the frames by which the server groups, the first 40 with callee, file and
   * line. Equal for two stacks exactly if (short of a collision) the server reads the same frames
   * from both; says nothing if {@link #hasFrames()} is false.
   *
   * @return 32 hexadecimal digits; not meant to be stored, the hash may change with the client's
   *     version
   */
  public String fingerprint() {
    return fingerprint;
  }

  /**
   * The same hash over any text, for what is grouped by other things than frames.
   *
   * @return 32 hexadecimal digits
   */
  public static String hashOf(String text) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(text, 0, text.length());
    return fingerprint.hex();
  }

  /**
   * Whether the server will see any frame; if not, it groups by type, name and message instead.
   *
   * @return false when the stack has no frame that the server reads
   */
  public boolean hasFrames() {
    return topFrame != null;
  }

  /**
   * The callee of the first frame that the server will see.
   *
   * @return {@code pkg.Class.method}, at most 500 characters, or null without frames
   */
  public @Nullable String topFrame() {
    return topFrame;
  }
}
