package app.trackx;

/**
 * The reason why a captured error was not delivered, as counted by {@link Diagnostics#dropped()}.
 *
 * <p>The first drop for each reason is logged as a warning to the logger {@code app.trackx}. A
 * worker thread logs it, possibly only after the request in progress has finished. Drops for
 * {@link #SHUTDOWN} are summed up in one line when the client or the JVM shuts down.
 */
public enum DropReason {
  /**
   * Errors were captured faster than the client could process them. The dropped error was not
   * examined.
   */
  INTAKE_FULL("more errors were captured at once than the client could process"),
  /**
   * The queue held {@code queueCapacity} different errors. The event that was repeated most was
   * evicted, with all its repeats.
   */
  QUEUE_FULL("the queue was full of different errors; raise queueCapacity, or set a spoolDirectory"
      + " to store the overflow while the server is down"),
  /**
   * The {@link OnErrorHandler} threw. The event is not sent because it may not have been scrubbed.
   */
  HANDLER_FAILED("the OnErrorHandler threw"),
  /**
   * A rule of the {@link Scrubber} threw. The event is not sent because it may not have been
   * scrubbed.
   */
  SCRUBBER_FAILED("a scrubber rule threw"),
  /**
   * The error was captured on a thread of the client, for example within an {@link OnErrorHandler};
   * or it was logged while a log message was being rendered; or a method of an exception, such as
   * {@code getMessage()}, captured it while that exception was being captured.
   */
  RECURSIVE("it was captured on a thread of the client, for example within the OnErrorHandler, or"
      + " logged while a log message was being rendered"),
  /** A logging adapter could not render the log message or read the record's data. */
  RENDERING_FAILED("its log record could not be rendered: a filter, a layout, a formatter or a"
      + " parameter's toString() threw"),
  /**
   * The server, or a firewall in front of it, rejected this event. The response was a 4xx other
   * than those of {@link #MISCONFIGURED}, or one of those after the server had accepted other
   * events.
   */
  REJECTED("the server, or a firewall in front of it, rejected it"),
  /**
   * The endpoint, its key or the origin is wrong. The server responded with 401, 403, 404 or a
   * redirect before it had accepted anything, or explicitly rejected the key or origin at any time.
   */
  MISCONFIGURED("the endpoint, its key or the origin is wrong"),
  /** Sending this event failed five times while others were accepted. */
  RETRIES_EXHAUSTED("sending it failed five times while others were accepted"),
  /** It was the oldest event in the spool directory when that was full (1 000 files or 16 MiB). */
  SPOOL_FULL("the spool directory was full and it was the oldest event there"),
  /**
   * Its file in the spool directory was damaged and was quarantined, or was deleted by someone
   * else.
   */
  SPOOL_DAMAGED("its file in the spool directory was damaged or missing"),
  /** It was pending when the client was closed, or was captured later. */
  SHUTDOWN("the client was closed"),
  /** The JVM ran out of memory or stack while creating the event, or the client has a bug. */
  INTERNAL_ERROR("the JVM ran out of memory or stack, or the TrackX client has a bug");

  private final String because;

  DropReason(String because) {
    this.because = because;
  }

  /** Returns the clause that follows "because" in a warning. */
  String because() {
    return because;
  }
}
