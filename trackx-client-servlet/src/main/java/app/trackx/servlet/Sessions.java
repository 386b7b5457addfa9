package app.trackx.servlet;

/**
 * The unit that counts as a session of a web application. The server tells sessions apart by day
 * (UTC).
 */
public enum Sessions {
  /**
   * The application: one session for each day on which it serves a request, and all events belong
   * to it. The default. No data of visitors is read.
   */
  INSTANCE,

  /**
   * Each visitor: one session a day, identified by tokens of {@link app.trackx.VisitorPseudonym},
   * which are computed from address and {@code User-Agent} on each request and reveal neither.
   * Events captured while a request is handled belong to its visitor. Costs a few microseconds per
   * request.
   */
  VISITOR,

  /** None: only events register a session. */
  OFF
}
