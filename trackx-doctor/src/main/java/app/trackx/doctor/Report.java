package app.trackx.doctor;

import java.io.PrintStream;

/** A printer of findings for people, which removes the key from every text. */
final class Report {
  private static final int WIDTH = 100;
  private static final String INDENT = "                  ";

  private final PrintStream out;
  private final String key;
  private boolean failed;

  private Report(PrintStream out, String key) {
    this.out = out;
    this.key = key;
  }

  static Report to(PrintStream out, CheckedEndpoint target) {
    return new Report(out, target.key());
  }

  void line(String text) {
    out.println(sanitized(text));
  }

  void add(String topic, Finding finding) {
    failed |= finding.isFailure();
    StringBuilder line = new StringBuilder();
    line.append(finding.mark()).append("  ").append(topic);
    while (line.length() < INDENT.length()) {
      line.append(' ');
    }
    paragraph(line.toString(), finding.text());
    if (!finding.advice().isEmpty()) {
      paragraph(INDENT + "-> ", finding.advice());
    }
  }

  /** Wraps text at word boundaries and indents later lines by the length of {@code start}. */
  void paragraph(String start, String text) {
    StringBuilder indent = new StringBuilder();
    while (indent.length() < start.length()) {
      indent.append(' ');
    }
    StringBuilder line = new StringBuilder(start);
    boolean first = true;
    for (String word : sanitized(text).split(" ")) {
      if (!first && line.length() + 1 + word.length() > WIDTH) {
        out.println(line);
        line = new StringBuilder(indent);
        first = true;
      }
      line.append(first ? "" : " ").append(word);
      first = false;
    }
    out.println(line);
  }

  boolean hasFailed() {
    return failed;
  }

  /**
   * Returns the text without the key and without control characters, with which a server could
   * manipulate the terminal.
   */
  private String sanitized(String text) {
    StringBuilder shown = new StringBuilder(text.replace(key, "***"));
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        shown.setCharAt(i, '?');
      }
    }
    return shown.toString();
  }
}
