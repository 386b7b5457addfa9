package app.trackx.check;

import java.io.IOException;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What came back for one request: an answer, or the reason why there is none. */
final class Answer {
  private static final int MAX_WORDS = 120;
  private static final int MAX_PAGE = 1000;
  // nginx, Apache, Go, Tomcat
  private static final List<String> WANTS_TLS =
      Arrays.asList("to https port", "ssl-enabled", "to an https server", "requires tls");

  private final int status;
  private final String words;
  private final boolean page;
  private final boolean wantsTls;
  private final String location;
  private final @Nullable String retryAfter;
  private final @Nullable Date date;
  private final @Nullable IOException failure;
  private final int sentBytes;
  private final long millis;

  private Answer(
      int status,
      String body,
      boolean html,
      String location,
      @Nullable String retryAfter,
      @Nullable Date date,
      @Nullable IOException failure,
      int sentBytes,
      long millis) {
    this.status = status;
    this.words = body.substring(0, Math.min(MAX_WORDS, body.length()));
    String start = body.toLowerCase(Locale.ROOT);
    this.page = html || start.startsWith("<!doctype") || start.startsWith("<html");
    this.wantsTls = WANTS_TLS.stream().anyMatch(start::contains);
    this.location = location;
    this.retryAfter = retryAfter;
    this.date = date;
    this.failure = failure;
    this.sentBytes = sentBytes;
    this.millis = millis;
  }

  static Answer of(Response response, int sentBytes, long millis) {
    String location = response.header("Location");
    String contentType = response.header("Content-Type");
    return new Answer(
        response.code(),
        body(response),
        contentType != null && contentType.startsWith("text/html"),
        location == null ? "" : location,
        response.header("Retry-After"),
        response.headers().getDate("Date"),
        null,
        sentBytes,
        millis);
  }

  static Answer none(IOException failure, int sentBytes, long millis) {
    return new Answer(0, "", false, "", null, null, failure, sentBytes, millis);
  }

  /** The start of the body, on one line. */
  private static String body(Response response) {
    try {
      String body = response.peekBody(MAX_PAGE).string().trim();
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

  /** Its first words, on one line. */
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
    return page;
  }

  /** Whether it says, in the words of one of the usual servers, that its port is one for https. */
  boolean isAboutTls() {
    return wantsTls;
  }
}
