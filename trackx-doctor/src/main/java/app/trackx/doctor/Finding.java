package app.trackx.doctor;

/** The result of one step of the check, and what to do about it. */
final class Finding {
  private final String mark;
  private final String text;
  private final String advice;

  private Finding(String mark, String text, String advice) {
    this.mark = mark;
    this.text = text;
    this.advice = advice;
  }

  static Finding ok(String text) {
    return new Finding("ok  ", text, "");
  }

  /** Returns a finding that does not stop events but is good to know. */
  static Finding note(String text, String advice) {
    return new Finding("note", text, advice);
  }

  static Finding failure(String text, String advice) {
    return new Finding("FAIL", text, advice);
  }

  boolean isFailure() {
    return mark.equals("FAIL");
  }

  String mark() {
    return mark;
  }

  String text() {
    return text;
  }

  String advice() {
    return advice;
  }
}
