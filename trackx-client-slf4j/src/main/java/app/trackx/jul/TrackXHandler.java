package app.trackx.jul;

import app.trackx.TrackXClient;
import app.trackx.internal.logging.LogReporter;
import app.trackx.internal.logging.StatusLine;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Handler} for java.util.logging that reports logged errors to TrackX. In
 * {@code logging.properties}:
 *
 * <pre>{@code
 * handlers = java.util.logging.ConsoleHandler, app.trackx.jul.TrackXHandler
 * app.trackx.jul.TrackXHandler.endpoint = ${TRACKX_ENDPOINT}
 * }</pre>
 *
 * <p>Properties, each prefixed with {@code app.trackx.jul.TrackXHandler}:
 *
 * <ul>
 *   <li>{@code .endpoint}, the URL that events are sent to, {@code https://host/v1/<key>}. By
 *       default events go to the client of {@code TrackX.setup}. If it is malformed or {@code off},
 *       nothing is reported.
 *   <li>{@code .level}, the minimum level to report, in capitals or as a number; {@code OFF}
 *       reports nothing. Defaults to {@code SEVERE}. For a value that is not a level, which
 *       includes a variable, java.util.logging itself prints "Bad level value".
 *   <li>{@code .filter}, class name of a {@link java.util.logging.Filter}. Defaults to none.
 *   <li>{@code .formatter}, class name of a {@link Formatter} that renders the message. Defaults to
 *       none: the message is localized and its parameters are filled in. The JDK's formatters add
 *       time, level and stack trace.
 *   <li>{@code .origin}, the {@code Origin} header of requests to the endpoint, one of the
 *       project's allowed origins. Defaults to {@code java}.
 *   <li>{@code .release}, the running release, sent as {@code meta.release}. Defaults to none.
 *   <li>{@code .environment}, the environment of the application, sent as
 *       {@code meta.environment}. Defaults to none.
 *   <li>{@code .sourceUrls}, where the server finds source files, for the handler's own client:
 *       {@code com.acme.shop=https://git.example.com/…/}, several separated by commas. Defaults to
 *       none.
 *   <li>{@code .trail}, {@code true} or {@code false}: whether the last records of a request or job at
 *       {@code INFO} and above are kept, to be sent with its errors as {@code meta.trail}; see
 *       {@link app.trackx.TrackXClient.Builder#trail}. Defaults to what the client says that the
 *       events go to.
 * </ul>
 *
 * <p>If the whole value is {@code ${NAME}}, it is replaced by the system property of that name or,
 * without one, by the environment variable. If neither is set, the property counts as not set.
 *
 * <p>A record with an exception becomes an event for that exception, with the rendered message in
 * {@code meta.log}. A record without an exception becomes an event for its call site: its name is
 * the logger, its message is the rendered message, and {@code meta.template} holds the message
 * without parameters, if it has any. {@code meta.logger} and {@code meta.level} hold logger and
 * level. All of it is scrubbed.
 *
 * <p>Without an endpoint, events go to the client of {@link app.trackx.TrackX#setup(String)}, which
 * may be called later. With an endpoint, they go there too as long as that client reports to the
 * same project. While there is no client, records are not reported, and the first one causes a
 * warning to the {@link ErrorManager}. If an exception was already reported on its way up, the
 * event is {@linkplain app.trackx.Diagnostics#duplicates() a duplicate}.
 *
 * <p>Thread-safe. Takes no lock, performs no I/O, and never throws. If the filter or formatter
 * throws, the event is dropped and counted; if a parameter's {@code toString()} throws, the JDK
 * leaves the message unformatted. Records that the client itself logs (logger {@code app.trackx})
 * never become events.
 *
 * <p>A record that is published on another thread than the one that logged it, by a handler with a
 * queue or a {@link java.util.logging.MemoryHandler}, has no stack trace unless it has an
 * exception, and is grouped by logger and message without parameters; its {@code meta.thread} is
 * the number that java.util.logging assigned to the thread. The same applies to records below
 * {@code SEVERE} that a MemoryHandler buffers. A record at {@code SEVERE} or above that a
 * MemoryHandler buffers, because its push level is higher still, is attributed to the call that
 * pushed it.
 *
 * <p>java.util.logging loads the class with the system class loader. A web application that bundles
 * the class adds the handler in code.
 *
 * <p>Invalid properties are reported to the {@link ErrorManager} in one line, which it prints to
 * {@code System.err}; the application continues.
 */
public final class TrackXHandler extends Handler {
  private final AtomicReference<@Nullable LogReporter> reporter = new AtomicReference<>();
  private final StatusLine status = new StatusLine() {
    @Override
    public void warn(String text) {
      reportError(text, null, ErrorManager.GENERIC_FAILURE);
    }
  };

  /**
   * Creates a handler configured by {@code logging.properties}, ready for use. Makes no connection.
   */
  public TrackXHandler() {
    this(HandlerSettings.ofProperties(), null);
  }

  /**
   * Creates a handler for an endpoint. Everything else is configured by {@code logging.properties}.
   *
   * @param endpoint {@code https://host/v1/<key>}; null or blank for the client of
   *     {@code TrackX.setup}. If it is malformed or {@code off}, nothing is reported
   */
  public TrackXHandler(@Nullable String endpoint) {
    this(HandlerSettings.ofEndpoint(endpoint), null);
  }

  /**
   * Creates a handler for a client, which the handler never closes. Everything except endpoint and
   * origin is configured by {@code logging.properties}.
   *
   * @param client the client that sends the events
   */
  public TrackXHandler(TrackXClient client) {
    this(HandlerSettings.ofClient(client), null);
  }

  /** Creates a handler that already reports its own warnings to the error manager, if not null. */
  TrackXHandler(HandlerSettings settings, @Nullable ErrorManager errors) {
    if (errors != null) {
      setErrorManager(errors);
    }
    setLevel(settings.level());
    setFilter(settings.filter());
    Formatter formatter = settings.formatter();
    if (formatter != null) {
      setFormatter(formatter); // rejects null
    }
    reporter.set(settings.options().start(status));
  }

  /**
   * Reports a record that is at or above the level and passes the filter. Keeps another one that
   * passes the filter in the trail, if there is one. Returns at once; never throws. Does nothing once
   * the handler is closed.
   *
   * @param record null is ignored
   */
  @Override
  public void publish(@Nullable LogRecord record) {
    LogReporter target = reporter.get();
    if (record == null || target == null) {
      return;
    }
    try { // the application may have subclassed LogRecord
      // the fast path for most records; the filter is user code and is called, guarded, in report
      if (record.getLevel().intValue() >= getLevel().intValue()) {
        target.report(new JulLine(record, this));
      } else if (record.getLevel().intValue() >= Level.INFO.intValue() && target.keepsTrail()) {
        target.keep(new JulLine(record, this));
      }
    } catch (Throwable failedInUserCode) {
      target.failed();
    }
  }

  /** Blocks until all records published before have been sent, for up to two seconds. */
  @Override
  public void flush() {
    LogReporter target = reporter.get();
    if (target != null) {
      target.flush();
    }
  }

  /**
   * Stops reporting for good and returns at once. A client that the handler opened is closed two
   * seconds later, unless another handler takes it over. During JVM shutdown this method blocks
   * until pending events are sent, for up to two seconds. Further calls have no effect.
   * {@link java.util.logging.LogManager} calls this, also when the JVM shuts down.
   */
  @Override
  public void close() {
    LogReporter closed = reporter.getAndSet(null);
    if (closed != null) {
      closed.stop();
    }
  }
}
