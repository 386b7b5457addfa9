package app.trackx.local.internal.stack;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A parsed stack frame. Frames are equal if callee, file, line and column are equal. Immutable and thread-safe. */
public final class StackFrame {
  private final String callee;
  private final Location location;

  StackFrame(String callee, Location location) {
    this.callee = callee;
    this.location = location;
  }

  /** Returns the qualified name of the called method; empty if the line has none. */
  public String callee() {
    return callee;
  }

  /** Returns the part of the callee after the last dot. */
  public String calleeShort() {
    return callee.substring(callee.lastIndexOf('.') + 1);
  }

  /** Returns the file as written in the stack, with slashes for backslashes; empty if the line has none. */
  public String file() {
    return location.file();
  }

  /** Returns the file shortened like on the server, see {@link SourcePath}. */
  public String fileRelative() {
    return SourcePath.relative(file());
  }

  /** Returns the line; null if it is missing or 0; at most {@link Integer#MAX_VALUE}. */
  public @Nullable Integer line() {
    return location.line();
  }

  /** Returns the column; null if it is missing or 0; at most {@link Integer#MAX_VALUE}. */
  public @Nullable Integer column() {
    return location.column();
  }

  /** Returns the exact line, as JavaScript writes it. */
  public String lineText() {
    return location.lineText();
  }

  /** Returns the exact column, as JavaScript writes it. */
  public String columnText() {
    return location.columnText();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof StackFrame)) {
      return false;
    }
    StackFrame that = (StackFrame) other;
    return callee.equals(that.callee) && location.toString().equals(that.location.toString());
  }

  @Override
  public int hashCode() {
    return Objects.hash(callee, location.toString());
  }

  /** Returns {@code callee@file:line:column} with the exact numbers, the form that enters the {@link Fingerprint}. */
  @Override
  public String toString() {
    return callee + '@' + location;
  }
}
