package app.trackx.local.internal.privacy;

/** A range of a text that looks like personal data, in UTF-16 units. */
public final class Mark {
  private final int from;
  private final int to;
  private final String kind;

  Mark(int from, int to, String kind) {
    this.from = from;
    this.to = to;
    this.kind = kind;
  }

  public int from() {
    return from;
  }

  public int to() {
    return to;
  }

  /** Returns the kind of personal data, as shown to the user. */
  public String kind() {
    return kind;
  }

  @Override
  public String toString() {
    return kind + " at " + from + ".." + to;
  }
}
