package app.trackx.internal.http;

import app.trackx.transport.Outcome;

/** Advice for the log about a response that rejects all events. */
public final class RejectionAdvice {
  private RejectionAdvice() {}

  /**
   * Returns a sentence for the log.
   *
   * @param origin the client's origin
   */
  public static String of(Outcome outcome, String origin) {
    int status = outcome.status();
    if (status / 100 == 3) {
      return "It redirects to another address, and the client never follows redirects: set the"
          + " endpoint to the final address (https, perhaps).";
    }
    if (status == 404 || status == 405 || status == 410 || status == 421) {
      return "There is no TrackX API at this address: copy the endpoint from the project's page in"
          + " the dashboard, and check whether a proxy in front of the server changes the path.";
    }
    if (status == 401) {
      return "Something in front of the server, perhaps a proxy, requires a login: let this"
          + " application reach the API without one.";
    }
    if (outcome.detail().contains("origin")) {
      return "The project accepts only its allowed origins, and '"
          + origin
          + "' is not one of them: set origin(\"https://…\") to one of the project's allowed"
          + " origins, exactly (no trailing slash, no default port), or allow * in the project."
          + " A made-up origin such as java works only with *.";
    }
    if (outcome.detail().contains("key")) {
      return "The server does not recognize the key: copy the endpoint from the project's page in"
          + " the dashboard.";
    }
    return "Check the endpoint's key, the project's allowed origins (this client's is '"
        + origin
        + "'), and any proxy or firewall in front of the server.";
  }
}
