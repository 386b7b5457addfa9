package app.trackx.internal.http;

import app.trackx.transport.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What an answer of the server means, whoever read it. */
final class Answers {
  /** So much of an answer's body is worth reading. */
  static final int WORDS_BYTES = 128;

  private Answers() {}

  /** Whether the server's first words say more than the status. */
  static boolean hasWords(int status) {
    return status == 401 || status == 403 || status == 404 || status == 407;
  }

  /**
   * The outcome of a request that was answered.
   *
   * @param silence what the answer asks for; null for nothing
   * @param words the first of its body, if it {@linkplain #hasWords has some}
   */
  static Outcome outcome(int status, @Nullable Duration silence, String words) {
    switch (status) {
      case 429:
        return Outcome.locked(status, silence == null ? RetryAfter.DEFAULT : silence);
      case 503:
        return silence == null ? Outcome.retry(status) : Outcome.locked(status, silence);
      case 408:
      case 425:
        return Outcome.retry(status);
      default:
        return hasWords(status) ? Outcome.refused(status, words) : byClass(status);
    }
  }

  private static Outcome byClass(int status) {
    switch (status / 100) {
      case 2:
        return Outcome.sent();
      case 3:
        return Outcome.refused(status, "");
      case 4:
        return Outcome.rejected(status);
      default:
        return Outcome.retry(status);
    }
  }
}
