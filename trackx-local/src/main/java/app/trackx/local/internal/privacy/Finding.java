package app.trackx.local.internal.privacy;

import java.util.List;

/** A text of an event with at least one mark, and its location. */
public final class Finding {
  private final String where;
  private final String text;
  private final List<Mark> marks;

  Finding(String where, String text, List<Mark> marks) {
    this.where = where;
    this.text = text;
    this.marks = List.copyOf(marks);
  }

  /** Returns the path to the text, such as {@code meta.user.name}. */
  public String where() {
    return where;
  }

  public String text() {
    return text;
  }

  /** Returns the marks in the order of the text, not overlapping. */
  public List<Mark> marks() {
    return marks;
  }
}
