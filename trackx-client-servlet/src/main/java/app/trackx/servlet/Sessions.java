package app.trackx.servlet;

/** What counts as a session of a web application. A server tells sessions apart by day (UTC). */
public enum Sessions {
  /**
   * The application: one session a day on which it answers a request, and all events belong to it. The
   * default. Nothing of any visitor is looked at.
   */
  INSTANCE,

  /**
   * Each visitor: one session a day, told apart by tokens of {@link app.trackx.VisitorPseudonym}, which
   * are made of address and {@code User-Agent} with each request, and say nothing of either. Events
   * that are captured while a request is handled belong to its visitor. Costs some microseconds a
   * request.
   */
  VISITOR,

  /** None: nothing registers a session but events. */
  OFF
}
