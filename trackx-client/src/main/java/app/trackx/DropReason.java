package app.trackx;

/**
 * Why a captured event was not delivered. {@link Diagnostics#dropped()} counts by it, and the first
 * drop for each is a warning of the logger {@code app.trackx}, said by the delivery thread and so
 * perhaps after the request that it waits for. {@link #SHUTDOWN} is said in one line at the end.
 */
public enum DropReason {
  /** More was captured at once than could be looked at: a storm. What error it was is not known. */
  INTAKE_FULL("more errors came at once than could be looked at"),
  /**
   * As many different errors as {@code queueCapacity} were waiting for the server. The one that was
   * repeated most gave way, with all its repetitions.
   */
  QUEUE_FULL("too many different errors were waiting; queueCapacity raises the limit, and a"
      + " spoolDirectory takes what does not fit while the server is down"),
  /** The {@link OnErrorHandler} threw: the event might have left unscrubbed. */
  HANDLER_FAILED("the OnErrorHandler threw"),
  /** A rule of the {@link Scrubber} threw: the event might have left unscrubbed. */
  SCRUBBER_FAILED("a rule of the scrubber threw"),
  /**
   * It was captured on a thread of the client itself, by an {@link OnErrorHandler} for example, or
   * logged while a log message was being rendered, or captured by a method of an exception, such as
   * {@code getMessage()}, while that exception was being captured.
   */
  RECURSIVE("it was captured on a thread of the client, within the OnErrorHandler perhaps, or"
      + " logged while a log message was being rendered"),
  /** An adapter of a logging library could not render the log message, or read what goes with it. */
  RENDERING_FAILED("its log record could not be read: a filter, a layout, a formatter or a"
      + " parameter's toString() threw"),
  /**
   * The server, or a firewall in front of it, rejected this event: with a 4xx other than those below,
   * or with one of those below after it had accepted others.
   */
  REJECTED("the server, or a firewall in front of it, rejected it"),
  /**
   * The endpoint, its key or the origin is wrong: a 401, 403, 404 or a redirect before anything was
   * accepted, or the server's own words about key or origin at any time.
   */
  MISCONFIGURED("the server refused the endpoint, its key or the origin"),
  /** The server, or the transport, failed on this event again and again. */
  RETRIES_EXHAUSTED("the server failed on it again and again"),
  /** It had waited in the spool directory longest when that was full (1 000 files or 16 MiB). */
  SPOOL_FULL("the spool directory was full, and it had waited there longest"),
  /** Its file in the spool directory was damaged, and was set aside, or somebody deleted it. */
  SPOOL_DAMAGED("its file in the spool directory was damaged, or gone"),
  /** It waited when the client was closed, or came later. */
  SHUTDOWN("the client was closed"),
  /** There was no memory or no stack left to make an event of it, or the client has a defect. */
  INTERNAL_ERROR("memory or stack ran out, or of a defect in the TrackX client");

  private final String because;

  DropReason(String because) {
    this.because = because;
  }

  /** For a warning: "dropped, because " and this. */
  String because() {
    return because;
  }
}
