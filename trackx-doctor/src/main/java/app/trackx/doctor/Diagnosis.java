package app.trackx.doctor;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The meaning of a response and what to do about it. */
final class Diagnosis {
  private static final String REJECTED =
      "A TrackX server accepts these requests. Either a proxy on the way changes them (the headers"
          + " Origin and User-Agent and the body must arrive unchanged), or the server has"
          + " another version than 0.41, with which this client was tested.";

  private static final String PORT_FOR_TLS =
      "This port is for https: start the endpoint with https://.";

  private final CheckedEndpoint target;
  private final ConnectionFailures connectionFailures;

  Diagnosis(CheckedEndpoint target, Duration callTimeout, NetworkInfo network) {
    this.target = target;
    this.connectionFailures = new ConnectionFailures(target, callTimeout, network.proxy());
  }

  /**
   * Returns whether another request may tell more. It cannot without a connection or while the
   * server rate-limits.
   */
  boolean isWorthAnotherRequest(Answer answer) {
    return answer.failure() == null && answer.status() != 429 && answer.status() != 503;
  }

  /**
   * Returns the finding for a response.
   *
   * @param first the first response, whose advice is not repeated; the response itself if it is the
   *     first
   */
  Finding of(Answer answer, Answer first) {
    IOException failure = answer.failure();
    if (failure != null) {
      return connectionFailures.of(failure);
    }
    Finding finding = byStatus(answer);
    boolean again = answer != first && answer.status() == first.status();
    return finding.isFailure() && again
        ? Finding.failure("same as above: " + answer.status() + words(answer), "")
        : finding;
  }

  private Finding byStatus(Answer answer) {
    int status = answer.status();
    String proxy = answer.proxy();
    if (proxy != null) {
      return ConnectionFailures.ofProxy(proxy, status, target);
    }
    if (status / 100 == 2) {
      return accepted(answer);
    }
    if (status / 100 == 3) {
      return redirected(answer);
    }
    return status / 100 == 4 ? clientError(answer) : otherStatus(answer);
  }

  private static Finding otherStatus(Answer answer) {
    return answer.status() / 100 == 5 ? serverError(answer) : failure(answer, REJECTED);
  }

  private Finding clientError(Answer answer) {
    switch (answer.status()) {
      case 401:
      case 407:
        return failure(
            answer,
            "Something in front of the server, perhaps a proxy, requires a login. Exempt"
                + " /v1/ from it; TrackX itself requires only the key in the endpoint.");
      case 403:
        return forbidden(answer);
      case 404:
        return failure(
            answer,
            "There is no TrackX API at this URL. Copy the endpoint from the project's page in"
                + " the dashboard (it has the API's URL, not the dashboard's), and check whether a"
                + " proxy in front of the server changes the path.");
      case 400:
        return failure(answer, isForTls(answer) ? PORT_FOR_TLS : REJECTED);
      case 422:
        return failure(answer, REJECTED);
      case 413:
        return failure(
            answer,
            "Something in front of the server rejects a body of " + answer.sentBytes()
                + " bytes. TrackX itself accepts a megabyte, and this client's events have at most"
                + " 256 KiB: raise the limit (nginx: client_max_body_size).");
      case 429:
        return rateLimited(answer);
      default:
        return failure(answer, REJECTED);
    }
  }

  private boolean isForTls(Answer answer) {
    return !target.isSecure() && answer.isAboutTls();
  }

  private static Finding accepted(Answer answer) {
    if (answer.isPage()) {
      return Finding.failure(
          answer.status() + ", but with an HTML page, which a TrackX API never sends.",
          "The endpoint is the URL of a website, perhaps the dashboard: copy the endpoint from the"
              + " project's page in the dashboard.");
    }
    return Finding.ok(answer.status() + " in " + answer.millis() + " ms.");
  }

  private static Finding redirected(Answer answer) {
    String to = answer.location();
    int event = to.lastIndexOf("/ping") < 0 ? to.lastIndexOf("/event") : to.lastIndexOf("/ping");
    String endpoint = event < 0 ? to : to.substring(0, event);
    return Finding.failure(
        answer.status() + ": the server redirects" + (to.isEmpty() ? "." : " to " + to + "."),
        "The client never follows redirects, because the event could end up anywhere. Use the final"
            + " URL as the endpoint" + (endpoint.isEmpty() ? "." : ": " + endpoint));
  }

  private Finding forbidden(Answer answer) {
    if (answer.words().contains("origin")) {
      return failure(
          answer,
          "The project accepts only its allowed origins, and \"" + target.shownOrigin()
              + "\" is none of them. Check again with --origin and one of the allowed origins,"
              + " exactly as listed (https://shop.example.com: no trailing slash, no default port),"
              + " and set the same origin in the client; or allow * in the project. An invented"
              + " origin such as java works only with *.");
    }
    if (answer.words().contains("key")) {
      return failure(
          answer,
          "The server has no project with this key. Copy the endpoint from the project's page in"
              + " the dashboard; the project may have been deleted or have a new key.");
    }
    return failure(
        answer,
        "This response is not from TrackX: something in front of it, perhaps a firewall or proxy,"
            + " blocks the request. Allow POST requests to /v1/.");
  }

  private static Finding rateLimited(Answer answer) {
    String time = pause(answer);
    return failure(
        answer,
        "The URL is correct, but the server's rate limit is exceeded"
            + (time == null ? ". Check again later." : ": retry after " + time + ".")
            + " All clients behind one IP address share the limit (upstream's nginx: a burst of 30,"
            + " then 6 a minute). If others share your address, lower the rateLimit of each, or"
            + " raise the server's.");
  }

  private static Finding serverError(Answer answer) {
    String time = pause(answer);
    String gateway = answer.status() == 500
        ? "The server failed: look in its log."
        : "A proxy responds, but the TrackX server behind it does not: check that it is running.";
    return failure(answer, gateway + (time == null ? "" : " Retry after " + time + "."));
  }

  private static @Nullable String pause(Answer answer) {
    Duration asked = answer.retryAfter();
    return asked == null ? null : Span.ofSeconds(asked.getSeconds());
  }

  private static Finding failure(Answer answer, String advice) {
    return Finding.failure(answer.status() + words(answer), advice);
  }

  private static String words(Answer answer) {
    return answer.words().isEmpty() || answer.isPage() ? "." : " \"" + answer.words() + "\".";
  }

  /** Returns whether the message, which may be null, contains a text. */
  static boolean contains(@Nullable String message, String part) {
    return message != null && message.contains(part);
  }
}
