package app.trackx.internal.stack;

import org.jspecify.annotations.Nullable;

/**
 * A complete stack: the text for the server and the data by which the server groups; immutable.
 *
 * <p>Contains only strings, so that a queued event keeps neither an exception nor a class loader
 * alive.
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
   * Returns the stack as it is sent.
   *
   * @return at most 65 536 characters, without lone surrogates and without any message
   */
  public String text() {
    return text;
  }

  /**
   * Returns a 128-bit hash of the frames by which the server groups, the first 40 with callee, file
   * and line. Two hashes are equal exactly if (barring collisions) the server parses the same
   * frames from both stacks; meaningless if {@link #hasFrames()} is false.
   *
   * @return 32 hexadecimal digits; do not store it, the hash may change with the client's version
   */
  public String fingerprint() {
    return fingerprint;
  }

  /**
   * Returns the same hash of any text, for events that are grouped by something other than frames.
   *
   * @return 32 hexadecimal digits
   */
  public static String hashOf(String text) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(text, 0, text.length());
    return fingerprint.hex();
  }

  /**
   * Returns whether the server will parse any frame; if not, it groups by type, name and message
   * instead.
   *
   * @return false if the stack has no frame that the server parses
   */
  public boolean hasFrames() {
    return topFrame != null;
  }

  /** Returns the same frames, with a line that only people read. */
  StackText withNote(String note) {
    return new StackText(text + "\n    ... " + note, fingerprint, topFrame);
  }

  /** Returns the same frames, with another {@link #topFrame}. */
  StackText withTopFrame(String callee) {
    return new StackText(text, fingerprint, callee);
  }

  /**
   * Returns the callee of the first frame that the server will parse; of a record that a relay
   * passed on the name of its logger.
   *
   * @return {@code pkg.Class.method}, at most 500 characters, or null without frames
   */
  public @Nullable String topFrame() {
    return topFrame;
  }
}
