package app.trackx.servlet;

/**
 * The way of the reports that browsers make of a web application's pages: network errors, violated
 * policies, deprecated features, interventions and crashes.
 */
public enum BrowserReports {
  /** None: responses do not ask for reports. The default. */
  OFF,

  /**
   * Browsers send their reports to the project's {@code /report}, as they are: with URLs, queries,
   * referrers and the visitor's address. The endpoint's key is in the headers of each page.
   * Requires an endpoint of the filter's own. The server accepts network errors and violations of
   * content security policies by this way, since it answers no preflight request.
   */
  TO_SERVER,

  /**
   * Browsers send their reports to a path of the application, {@code /trackx-report} within the
   * context path, which the filter handles. It cuts queries and fragments of URLs, replaces ids in
   * their paths, keeps known fields alone, and passes the reports to the client; see
   * {@link app.trackx.TrackXClient#sendReport}. No address of a visitor, no {@code User-Agent} and
   * no key leave.
   */
  THROUGH_APPLICATION
}
