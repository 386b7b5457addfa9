package app.trackx.internal.http;

/** How much of an answer a transport reads before {@code Outcome.ofResponse} interprets it. */
final class Answers {
  /** So much of an answer's body is worth reading. */
  static final int WORDS_BYTES = 128;

  private Answers() {}

  /** Whether the first of the body says more than the status: the server's words, or a page. */
  static boolean hasWords(int status) {
    return status / 100 == 2 || status == 401 || status == 403 || status == 404;
  }
}
