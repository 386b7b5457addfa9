package app.trackx.readme;

import java.util.List;

/** The README and its snippets. */
final class Readme {
  static final String PATH = "README.md";

  private Readme() {}

  static String text() {
    return Documents.read(PATH);
  }

  /** Returns all code blocks of a language, in order. */
  static List<String> snippets(String language) {
    return Documents.snippets(PATH, language);
  }

  /** Returns the only code block of a language that contains the words. */
  static String snippet(String language, String words) {
    return Documents.snippet(PATH, language, words);
  }
}
