package app.trackx.jul;

import app.trackx.TrackXClient;
import app.trackx.internal.logging.LogReporter;
import app.trackx.internal.logging.StatusLine;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reports what an application logs as an error by java.util.logging to TrackX. In {@code
 * logging.properties}:
 *
 * <pre>{@code
 * handlers = java.util.logging.ConsoleHandler, app.trackx.jul.TrackXHandler
 * app.trackx.jul.TrackXHandler.endpoint = ${TRACKX_ENDPOINT}
 * }</pre>
 *
 * <p>These properties may follow {@code app.trackx.jul.TrackXHandler}:
 *
 * <ul>
 *   <li>{@code .endpoint}, where events go, {@code https://host/v1/<key>}: by default to the client of
 *       {@code TrackX.setup}. With a malformed one and with {@code off} nothing is reported.
 *   <li>{@code .level}, the least level that is reported, in capitals or as a number, {@code OFF} for
 *       none: {@code SEVERE} by default. Of what is no level, a variable among it, java.util.logging
 *       itself says "Bad level value".
 *   <li>{@code .filter}, class of a {@link java.util.logging.Filter}: none by default.
 *   <li>{@code .formatter}, class of a {@link Formatter} that renders the message: none by default, and
 *       the message is localized and has its parameters. Those of the JDK add time, level and stack.
 *   <li>{@code .origin}, the {@code Origin} of what is sent to the endpoint, one of the project's
 *       allowed origins: {@code java} by default.
 *   <li>{@code .release}, what runs, {@code meta.release}: none by default.
 *   <li>{@code .environment}, where it runs, {@code meta.environment}: none by default.
 * </ul>
 *
 * <p>A value that is {@code ${NAME}} as a whole is the system property of that name, or else the
 * environment variable; where neither is set, it is as if the property were not there.
 *
 * <p>A record with an exception is an event of that exception; the rendered message is {@code
 * meta.log}. One without is an event of the place that logged it: its name is the logger, its message
 * the rendered message, and {@code meta.template} the message without parameters, if it has any.
 * {@code meta.logger} and {@code meta.level} say which. The scrubber goes over all of it.
 *
 * <p>Without an endpoint events go to the client of {@link app.trackx.TrackX#setup(String)}, which
 * may come later; they do so too with one, as long as that client reports to the same project. What
 * comes while there is neither is not reported, and the first time is told to the {@link ErrorManager}.
 * An exception that was reported before, on its way up, is {@linkplain
 * app.trackx.Diagnostics#duplicates() a duplicate}.
 *
 * <p>May be used from any thread; takes no lock, does no I/O, and never throws. An event whose filter
 * or formatter fails is dropped and counted; if a parameter's {@code toString()} does, the JDK leaves
 * the message as it was written. What the client logs itself (logger {@code app.trackx}) never becomes
 * an event.
 *
 * <p>A record that comes from another thread than the one that logged it, by a handler with a queue or
 * a {@link java.util.logging.MemoryHandler}, has no stack if it has no exception, and is grouped by its
 * message without parameters; its {@code meta.thread} is the number that java.util.logging gave the
 * thread. The same holds for records below {@code SEVERE} that a MemoryHandler keeps for a while. What
 * it keeps at {@code SEVERE} or above, with a push level that is higher still, is taken to come from
 * where it was pushed.
 *
 * <p>java.util.logging looks for the class with the system class loader. A web application that brings
 * it along adds the handler in code.
 *
 * <p>What is wrong with the properties is one line of the {@link ErrorManager}, which prints it to
 * {@code System.err}; the application goes on.
 */
public final class TrackXHandler extends Handler {
  private final AtomicReference<@Nullable LogReporter> reporter = new AtomicReference<>();
  private final StatusLine status = new StatusLine() {
    @Override
    public void warn(String text) {
      reportError(text, null, ErrorManager.GENERIC_FAILURE);
    }
  };

  /** A handler as {@code logging.properties} has it, ready for use. No connection is made. */
  public TrackXHandler() {
    this(HandlerSettings.ofProperties(), null);
  }

  /**
   * A handler for an endpoint. Everything else is as {@code logging.properties} has it.
   *
   * @param endpoint {@code https://host/v1/<key>}; null or blank for the client of {@code
   *     TrackX.setup}. With a malformed one and with {@code off} nothing is reported
   */
  public TrackXHandler(@Nullable String endpoint) {
    this(HandlerSettings.ofEndpoint(endpoint), null);
  }

  /**
   * A handler for a client, which it never closes. Everything else is as {@code logging.properties}
   * has it, but for endpoint and origin.
   *
   * @param client what events go to
   */
  public TrackXHandler(TrackXClient client) {
    this(HandlerSettings.ofClient(client), null);
  }

  /** With an error manager that hears from the start. */
  TrackXHandler(HandlerSettings settings, @Nullable ErrorManager errors) {
    if (errors != null) {
      setErrorManager(errors);
    }
    setLevel(settings.level());
    setFilter(settings.filter());
    Formatter formatter = settings.formatter();
    if (formatter != null) {
      setFormatter(formatter); // which takes no null
    }
    reporter.set(settings.options().start(status));
  }

  /**
   * Makes an event of a record that is at or above the level, and that the filter lets through.
   * Returns at once; never throws. Does nothing once the handler is closed.
   *
   * @param record null is ignored
   */
  @Override
  public void publish(@Nullable LogRecord record) {
    LogReporter target = reporter.get();
    if (record == null || target == null) {
      return;
    }
    try { // a record may be of a class of the application's own
      // most records end here; the filter, which is user code, is asked where it is guarded
      if (record.getLevel().intValue() >= getLevel().intValue()) {
        target.report(new JulLine(record, this));
      }
    } catch (Throwable failedInUserCode) {
      target.failed();
    }
  }

  /** Waits until what was reported before has been sent, for two seconds at most. */
  @Override
  public void flush() {
    LogReporter target = reporter.get();
    if (target != null) {
      target.flush();
    }
  }

  /**
   * Ends reporting for good, and returns at once. A client that the handler opened is closed two
   * seconds later, unless another handler takes it over. At the end of the JVM this waits for what is
   * pending, for two seconds at most. To close it again does nothing. The affair of {@link
   * java.util.logging.LogManager}, which does so too when the JVM ends.
   */
  @Override
  public void close() {
    LogReporter closed = reporter.getAndSet(null);
    if (closed != null) {
      closed.stop();
    }
  }
}
