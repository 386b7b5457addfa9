package app.trackx.local;

import app.trackx.local.internal.stack.StackFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stack frame, as parsed by the server. Frames are equal if callee, file, line and column are equal.
 * Immutable and thread-safe.
 */
public final class Frame {
  private final StackFrame parsed;

  private Frame(StackFrame parsed) {
    this.parsed = parsed;
  }

  static List<Frame> of(List<StackFrame> parsed) {
    List<Frame> frames = new ArrayList<>(parsed.size());
    parsed.forEach(frame -> frames.add(new Frame(frame)));
    return Collections.unmodifiableList(frames);
  }

  StackFrame parsed() {
    return parsed;
  }

  static List<StackFrame> parsed(List<Frame> frames) {
    List<StackFrame> parsed = new ArrayList<>(frames.size());
    frames.forEach(frame -> parsed.add(frame.parsed));
    return parsed;
  }

  /**
   * Returns the qualified name of the called method, such as {@code com.acme.Order.pay}.
   *
   * @return the name as written in the stack; empty if the line has none, never null
   */
  public String callee() {
    return parsed.callee();
  }

  /**
   * Returns the name that the dashboard shows: the part of {@link #callee()} after the last dot, as observed on
   * trackx-api 0.41.
   *
   * @return the short name; may be empty, never null
   */
  public String calleeShort() {
    return parsed.calleeShort();
  }

  /**
   * Returns the source file as written in the stack, with backslashes replaced by slashes.
   *
   * @return the file; empty if the line has no {@code file:line}, never null
   */
  public String file() {
    return parsed.file();
  }

  /**
   * Returns the file without scheme and host, or without a drive, and relative to the server's working directory,
   * as observed on trackx-api 0.41: {@code /data/a.js} becomes {@code a.js}, and {@code /app/a.js} becomes {@code
   * ../app/a.js}. The directory is that of upstream's container image, {@code /data}.
   *
   * @return the shortened file; may be empty, never null
   */
  public String fileRelative() {
    return parsed.fileRelative();
  }

  /**
   * Returns the line in the file, counted from 1.
   *
   * @return the line; null if it is missing or 0; {@link Integer#MAX_VALUE} if it is larger than that
   */
  public @Nullable Integer line() {
    return parsed.line();
  }

  /**
   * Returns the column in the line, counted from 1.
   *
   * @return the column; null if it is missing or 0; {@link Integer#MAX_VALUE} if it is larger than that
   */
  public @Nullable Integer column() {
    return parsed.column();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Frame && parsed.equals(((Frame) other).parsed);
  }

  @Override
  public int hashCode() {
    return parsed.hashCode();
  }

  /**
   * Returns the frame in the form that issues are grouped by: {@code callee@file:line:column}, with {@code
   * undefined} for a missing number. Unlike {@link #line()} and {@link #column()}, the numbers in it are not limited.
   *
   * @return the text that enters the {@linkplain Issue#fingerprint fingerprint}
   */
  @Override
  public String toString() {
    return parsed.toString();
  }
}
