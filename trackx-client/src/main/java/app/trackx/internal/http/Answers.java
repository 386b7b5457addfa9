package app.trackx.internal.http;

/** How much of an answer a transport reads before {@code Outcome.ofResponse} interprets it. */
final class Answers {
  /** So much of an answer's body is worth reading. */
  static final int WORDS_BYTES = 128;

  private Answers() {}

  /** Whether the server's first words say more than the status, and are worth waiting for. */
  static boolean hasWords(int status) {
    return status == 401 || status == 403 || status == 404;
  }
}
