package app.trackx.local.internal.page;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fetched source file, or the reason why there is none. Immutable. */
final class SourceFile {
  /** The number of lines on either side of a frame's line, as in the dashboard. */
  static final int AROUND = 5;

  private static final int MAX_LINE = 300;

  private final String text;
  private final @Nullable String fault;

  private SourceFile(String text, @Nullable String fault) {
    this.text = text;
    this.fault = fault;
  }

  static SourceFile of(String text) {
    return new SourceFile(text, null);
  }

  static SourceFile unavailable(String fault) {
    return new SourceFile("", fault);
  }

  /** Returns why there is no text, without final period; null if there is one. */
  @Nullable
  String fault() {
    return fault;
  }

  /** Returns the approximate memory that the file takes up, in bytes. */
  long size() {
    return 100 + 2L * text.length();
  }

  /** Returns the number of the first of the {@link #around} lines. */
  static int first(int line) {
    return Math.max(1, line - AROUND);
  }

  /**
   * Returns a line and those around it, each of at most 300 characters; empty if the file has no
   * such line.
   *
   * @param line counted from 1
   */
  List<String> around(int line) {
    List<String> lines = new ArrayList<>();
    int number = 1;
    int from = 0;
    int last = (int) Math.min(Integer.MAX_VALUE, (long) line + AROUND);
    while (from < text.length() && number <= last) {
      int newLine = text.indexOf('\n', from);
      int end = newLine < 0 ? text.length() : newLine;
      if (number >= first(line)) {
        lines.add(shown(from, end));
      }
      from = end + 1;
      number++;
    }
    return number > line ? lines : List.of();
  }

  private String shown(int from, int end) {
    int to = end > from && text.charAt(end - 1) == '\r' ? end - 1 : end;
    return to - from <= MAX_LINE
        ? text.substring(from, to)
        : text.substring(from, from + MAX_LINE) + '…';
  }
}
