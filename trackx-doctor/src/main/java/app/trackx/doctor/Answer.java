package app.trackx.doctor;

import app.trackx.internal.http.HttpResponse;
import app.trackx.transport.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The result of one request: a response, or the exception if there is none. */
final class Answer {
  private static final int MAX_WORDS = 120;
  // the texts of nginx, Apache, Go and Tomcat
  private static final List<String> WANTS_TLS =
      Arrays.asList("to https port", "ssl-enabled", "to an https server", "requires tls");

  private final int status;
  private final String words;
  private final boolean page;
  private final boolean wantsTls;
  private final String location;
  private final @Nullable Duration retryAfter;
  private final @Nullable Instant date;
  private final @Nullable String proxy;
  private final @Nullable IOException failure;
  private final int sentBytes;
  private final long millis;

  private Answer(HttpResponse response, int sentBytes, long millis) {
    String body = oneLine(response.bodyStart());
    String start = body.toLowerCase(Locale.ROOT);
    String contentType = response.header("Content-Type");
    String redirect = response.header("Location");
    this.status = response.status();
    this.words = body.substring(0, Math.min(MAX_WORDS, body.length()));
    this.page = (contentType != null && contentType.startsWith("text/html"))
        || start.startsWith("<!doctype")
        || start.startsWith("<html");
    this.wantsTls = WANTS_TLS.stream().anyMatch(start::contains);
    this.location = redirect == null ? "" : redirect;
    this.retryAfter = retryAfter(response);
    this.date = date(response.header("Date"));
    this.proxy = response.proxy();
    this.failure = null;
    this.sentBytes = sentBytes;
    this.millis = millis;
  }

  private Answer(IOException failure, int sentBytes, long millis) {
    this.status = 0;
    this.words = "";
    this.page = false;
    this.wantsTls = false;
    this.location = "";
    this.retryAfter = null;
    this.date = null;
    this.proxy = null;
    this.failure = failure;
    this.sentBytes = sentBytes;
    this.millis = millis;
  }

  static Answer of(HttpResponse response, int sentBytes, long millis) {
    return new Answer(response, sentBytes, millis);
  }

  static Answer none(IOException failure, int sentBytes, long millis) {
    return new Answer(failure, sentBytes, millis);
  }

  /**
   * Reads {@code Retry-After} as the client does. Of all statuses, a 503 is a pause only if it has
   * that header.
   */
  private static @Nullable Duration retryAfter(HttpResponse response) {
    Outcome outcome = Outcome.ofResponse(503, response, "");
    return outcome.kind() == Outcome.Kind.RATE_LIMITED ? outcome.retryAfter() : null;
  }

  private static String oneLine(String body) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      line.append(c < ' ' || c == 0x7f ? ' ' : c);
    }
    return line.toString().trim();
  }

  private static @Nullable Instant date(@Nullable String header) {
    try {
      return header == null
          ? null
          : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header));
    } catch (DateTimeParseException anotherForm) {
      return null;
    }
  }

  /** Returns 0 if there was no response. */
  int status() {
    return status;
  }

  /** Returns the start of the body, on one line. */
  String words() {
    return words;
  }

  String location() {
    return location;
  }

  /** Returns how long the server asks to wait; null if it does not ask in a readable form. */
  @Nullable
  Duration retryAfter() {
    return retryAfter;
  }

  /** Returns the server's time of the response. */
  @Nullable
  Instant date() {
    return date;
  }

  /**
   * Returns {@code host:port} of the proxy that responded in place of the server; null if none did.
   */
  @Nullable
  String proxy() {
    return proxy;
  }

  /** Returns null if there was a response. */
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

  /** Returns whether this is an HTML page, which the API never sends. */
  boolean isPage() {
    return page;
  }

  /** Returns whether this is a common server's error text for plain HTTP on its https port. */
  boolean isAboutTls() {
    return wantsTls;
  }
}
