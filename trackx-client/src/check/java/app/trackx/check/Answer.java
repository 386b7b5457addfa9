package app.trackx.check;

import java.io.IOException;
import java.util.Date;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What came back for one request: an answer, or the reason why there is none. */
final class Answer {
  private static final int MAX_WORDS = 120;

  private final int status;
  private final String words;
  private final String location;
  private final @Nullable String retryAfter;
  private final @Nullable Date date;
  private final @Nullable IOException failure;
  private final int sentBytes;
  private final long millis;

  private Answer(
      int status,
      String words,
      String location,
      @Nullable String retryAfter,
      @Nullable Date date,
      @Nullable IOException failure,
      int sentBytes,
      long millis) {
    this.status = status;
    this.words = words;
    this.location = location;
    this.retryAfter = retryAfter;
    this.date = date;
    this.failure = failure;
    this.sentBytes = sentBytes;
    this.millis = millis;
  }

  static Answer of(Response response, int sentBytes, long millis) {
    String location = response.header("Location");
    return new Answer(
        response.code(),
        words(response),
        location == null ? "" : location,
        response.header("Retry-After"),
        response.headers().getDate("Date"),
        null,
        sentBytes,
        millis);
  }

  static Answer none(IOException failure, int sentBytes, long millis) {
    return new Answer(0, "", "", null, null, failure, sentBytes, millis);
  }

  /** The first words of the body, on one line. */
  private static String words(Response response) {
    try {
      String body = response.peekBody(MAX_WORDS).string().trim();
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < body.length(); i++) {
        char c = body.charAt(i);
        line.append(c < ' ' || c == 0x7f ? ' ' : c);
      }
      return line.toString();
    } catch (IOException broken) {
      return "";
    }
  }

  /** 0 if there was no answer. */
  int status() {
    return status;
  }

  String words() {
    return words;
  }

  String location() {
    return location;
  }

  @Nullable
  String retryAfter() {
    return retryAfter;
  }

  /** When the server says that it answered. */
  @Nullable
  Date date() {
    return date;
  }

  /** Null if there was an answer. */
  @Nullable
  IOException failure() {
    return failure;
  }

  int sentBytes() {
    return sentBytes;
  }

  long millis() {
    return millis;
  }

  /** Whether it is a page for a browser, which the API never answers with. */
  boolean isPage() {
    String start = words.toLowerCase(java.util.Locale.ROOT);
    return start.startsWith("<!doctype") || start.startsWith("<html");
  }
}
