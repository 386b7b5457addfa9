package app.trackx.local;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of a stack, as the server understood it. Immutable; equal to another frame with the same
 * callee, file, line and column; safe for use by any thread.
 */
public final class Frame {
  private final String callee;
  private final Location location;

  Frame(String callee, Location location) {
    this.callee = callee;
    this.location = location;
  }

  /**
   * The whole name of what was called, such as {@code com.acme.Order.pay}.
   *
   * @return the name as it stood in the stack; empty where the line had none, never null
   */
  public String callee() {
    return callee;
  }

  /**
   * The name that the dashboard shows: what follows the last dot of {@link #callee()}, as observed
   * on trackx-api 0.41.
   *
   * @return the short name; may be empty, never null
   */
  public String calleeShort() {
    return callee.substring(callee.lastIndexOf('.') + 1);
  }

  /**
   * The source file as it stood in the stack, with backslashes turned into slashes.
   *
   * @return the file; empty where the line held no {@code file:line}, never null
   */
  public String file() {
    return location.file();
  }

  /**
   * The file without scheme and host, or without a drive, as observed on trackx-api 0.41.
   *
   * <p>The real server writes an absolute path relative to its own working directory; here it stays
   * absolute.
   *
   * @return the shortened file; may be empty, never null
   */
  public String fileRelative() {
    return SourcePath.relative(file());
  }

  /**
   * The line in the file, counted from 1.
   *
   * @return the line; null where it is missing or 0; at most {@link Integer#MAX_VALUE}, which also
   *     stands for anything above it
   */
  public @Nullable Integer line() {
    return location.line();
  }

  /**
   * The column in the line, counted from 1.
   *
   * @return the column; null where it is missing or 0; at most {@link Integer#MAX_VALUE}, which
   *     also stands for anything above it
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
   * The frame in the form that issues are grouped by: {@code callee@file:line:column}, where a
   * missing number reads {@code undefined}.
   *
   * @return that text
   */
  @Override
  public String toString() {
    return callee + '@' + file() + ':' + orUndefined(line()) + ':' + orUndefined(column());
  }

  private static String orUndefined(@Nullable Integer number) {
    return number == null ? "undefined" : number.toString();
  }
}
