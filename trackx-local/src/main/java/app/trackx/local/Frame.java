package app.trackx.local;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stack frame, as parsed by the server. Frames are equal if callee, file, line and column are equal.
 * Immutable and thread-safe.
 */
public final class Frame {
  private final String callee;
  private final Location location;

  Frame(String callee, Location location) {
    this.callee = callee;
    this.location = location;
  }

  /**
   * Returns the qualified name of the called method, such as {@code com.acme.Order.pay}.
   *
   * @return the name as written in the stack; empty if the line has none, never null
   */
  public String callee() {
    return callee;
  }

  /**
   * Returns the name that the dashboard shows: the part of {@link #callee()} after the last dot, as observed on
   * trackx-api 0.41.
   *
   * @return the short name; may be empty, never null
   */
  public String calleeShort() {
    return callee.substring(callee.lastIndexOf('.') + 1);
  }

  /**
   * Returns the source file as written in the stack, with backslashes replaced by slashes.
   *
   * @return the file; empty if the line has no {@code file:line}, never null
   */
  public String file() {
    return location.file();
  }

  /**
   * Returns the file without scheme and host, or without a drive, as observed on trackx-api 0.41.
   *
   * <p>The real server converts an absolute path to one relative to its working directory; here it stays absolute.
   *
   * @return the shortened file; may be empty, never null
   */
  public String fileRelative() {
    return SourcePath.relative(file());
  }

  /**
   * Returns the line in the file, counted from 1.
   *
   * @return the line; null if it is missing or 0; {@link Integer#MAX_VALUE} if it is larger than that
   */
  public @Nullable Integer line() {
    return location.line();
  }

  /**
   * Returns the column in the line, counted from 1.
   *
   * @return the column; null if it is missing or 0; {@link Integer#MAX_VALUE} if it is larger than that
   */
  public @Nullable Integer column() {
    return location.column();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Frame)) {
      return false;
    }
    Frame that = (Frame) other;
    return callee.equals(that.callee)
        && file().equals(that.file())
        && Objects.equals(line(), that.line())
        && Objects.equals(column(), that.column());
  }

  @Override
  public int hashCode() {
    return Objects.hash(callee, file(), line(), column());
  }

  /**
   * Returns the frame in the form that issues are grouped by: {@code callee@file:line:column}, with {@code
   * undefined} for a missing number.
   *
   * @return the text that enters the {@linkplain Issue#fingerprint fingerprint}
   */
  @Override
  public String toString() {
    return callee + '@' + file() + ':' + orUndefined(line()) + ':' + orUndefined(column());
  }

  private static String orUndefined(@Nullable Integer number) {
    return number == null ? "undefined" : number.toString();
  }
}
