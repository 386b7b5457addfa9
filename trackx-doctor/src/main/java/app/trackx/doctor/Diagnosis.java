package app.trackx.doctor;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an answer means, and what to do about it. */
final class Diagnosis {
  private static final String REJECTED =
      "A TrackX server takes what was sent. Something between changes requests (the headers Origin"
          + " and User-Agent and the body must arrive as they were sent), or the server is of"
          + " another version than 0.41, which this client was tested with.";

  private static final String PORT_FOR_TLS =
      "That port is one for https: begin the endpoint with https://.";

  private final Target target;
  private final ConnectionFailures troubles;

  Diagnosis(Target target, Duration callTimeout, NetworkInfo surroundings) {
    this.target = target;
    this.troubles = new ConnectionFailures(target, callTimeout, surroundings.proxy());
  }

  /** Whether another request may tell more: not without a server, nor one that asks for silence. */
  boolean isWorthAnotherRequest(Answer answer) {
    return answer.failure() == null && answer.status() != 429 && answer.status() != 503;
  }

  /**
   * What to say of an answer.
   *
   * @param first the answer before, whose advice is not repeated; itself if it is the first
   */
  Finding of(Answer answer, Answer first) {
    IOException failure = answer.failure();
    if (failure != null) {
      return troubles.of(failure);
    }
    Finding finding = byStatus(answer);
    boolean again = answer != first && answer.status() == first.status();
    return finding.isFailure() && again
        ? Finding.failure("the same: " + answer.status() + words(answer), "")
        : finding;
  }

  private Finding byStatus(Answer answer) {
    int status = answer.status();
    String proxy = answer.proxy();
    if (proxy != null) {
      return ConnectionFailures.ofProxy(proxy, status, target);
    }
    if (status / 100 == 2) {
      return taken(answer);
    }
    if (status / 100 == 3) {
      return redirected(answer);
    }
    switch (status) {
      case 401:
      case 407:
        return failure(
            answer,
            "Something in front of the server, a proxy perhaps, asks for a login. Let applications"
                + " reach /v1/ without one; the key in the endpoint is all that TrackX asks for.");
      case 403:
        return forbidden(answer);
      case 404:
        return failure(
            answer,
            "There is no TrackX API at this address. Copy the endpoint from the project's page in"
                + " the dashboard (it is the API's address, not the dashboard's), and check what a"
                + " proxy in front of the server does with the path.");
      case 400:
        return failure(answer, isForTls(answer) ? PORT_FOR_TLS : REJECTED);
      case 422:
        return failure(answer, REJECTED);
      case 413:
        return failure(
            answer,
            "Something in front of the server takes no body of " + answer.sentBytes()
                + " bytes. TrackX itself takes a megabyte; events of this client have 256 KiB at"
                + " most: raise the limit (nginx: client_max_body_size).");
      case 429:
        return silenced(answer);
      default:
        return status / 100 == 5 ? broken(answer) : failure(answer, REJECTED);
    }
  }

  private boolean isForTls(Answer answer) {
    return !target.isSecure() && answer.isAboutTls();
  }

  private static Finding taken(Answer answer) {
    if (answer.isPage()) {
      return Finding.failure(
          answer.status() + ", but with a page for a browser, which a TrackX API never sends.",
          "The endpoint names a website, the dashboard perhaps: copy the endpoint from the"
              + " project's page in the dashboard.");
    }
    return Finding.well(answer.status() + " in " + answer.millis() + " ms.");
  }

  private static Finding redirected(Answer answer) {
    String to = answer.location();
    int event = to.lastIndexOf("/ping") < 0 ? to.lastIndexOf("/event") : to.lastIndexOf("/ping");
    String endpoint = event < 0 ? to : to.substring(0, event);
    return Finding.failure(
        answer.status() + ": the server sends on to " + (to.isEmpty() ? "nowhere" : to) + ".",
        "The client never follows with an event, which might end up anywhere. Use the final address"
            + " as the endpoint" + (endpoint.isEmpty() ? "." : ": " + endpoint));
  }

  private Finding forbidden(Answer answer) {
    if (answer.words().contains("origin")) {
      return failure(
          answer,
          "The project accepts named origins only, and \"" + target.shownOrigin()
              + "\" is not one of"
              + " them. Check again with --origin and one of the project's allowed origins, exactly"
              + " (https://shop.example.com: no slash at the end, no default port), and give the"
              + " client the same; or allow * in the project. A made-up origin such as java works"
              + " only with *.");
    }
    if (answer.words().contains("key")) {
      return failure(
          answer,
          "The server does not know this key. Copy the endpoint from the project's page in the"
              + " dashboard; the project may have been deleted, or have a new key.");
    }
    return failure(
        answer,
        "These are not TrackX's words, so something in front of it, a firewall or proxy perhaps, does"
            + " not let the request through. Let POST requests to /v1/ pass.");
  }

  private static Finding silenced(Answer answer) {
    String time = Span.ofRetryAfter(answer.retryAfter(), now(answer));
    return failure(
        answer,
        "The address is right, but its rate limit is used up"
            + (time == null ? ". Check again later." : ": it asks for silence for " + time + ".")
            + " The limit is for all clients behind one address together (upstream's nginx: a burst"
            + " of 30, then 6 a minute). If others share yours, give each a smaller rateLimit, or"
            + " raise the server's.");
  }

  private static Finding broken(Answer answer) {
    String time = Span.ofRetryAfter(answer.retryAfter(), now(answer));
    String gateway = answer.status() == 500
        ? "The server failed: its log says why."
        : "A proxy answers, but the TrackX server behind it does not: check that it runs.";
    return failure(
        answer, gateway + (time == null ? "" : " It asks to try again in " + time + "."));
  }

  /** The server's own time, so that a wrong clock here does no harm. */
  private static long now(Answer answer) {
    Instant date = answer.date();
    return date == null ? System.currentTimeMillis() : date.toEpochMilli();
  }

  private static Finding failure(Answer answer, String advice) {
    return Finding.failure(answer.status() + words(answer), advice);
  }

  private static String words(Answer answer) {
    return answer.words().isEmpty() || answer.isPage() ? "." : " \"" + answer.words() + "\".";
  }

  /** For messages that may be absent. */
  static boolean says(@Nullable String message, String part) {
    return message != null && message.contains(part);
  }
}
