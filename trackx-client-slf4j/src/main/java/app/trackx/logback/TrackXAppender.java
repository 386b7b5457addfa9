package app.trackx.logback;

import app.trackx.TrackXClient;
import app.trackx.internal.logging.LogOptions;
import app.trackx.internal.logging.LogReporter;
import app.trackx.internal.logging.StatusLine;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;

/**
 * An appender for Logback 1.2, 1.3, 1.5 and 1.6 that reports logged errors to TrackX.
 *
 * <pre>{@code
 * <appender name="TRACKX" class="app.trackx.logback.TrackXAppender">
 *   <endpoint>${TRACKX_ENDPOINT:-}</endpoint>
 * </appender>
 * <root level="INFO">
 *   <appender-ref ref="TRACKX"/>
 * </root>
 * }</pre>
 *
 * <p>A record with an exception becomes an event for that exception, with the rendered message in
 * {@code meta.log}. A record without an exception becomes an event for its call site: its name is
 * the logger, its message is the rendered message, and {@code meta.template} holds the message
 * without parameters, if it has any. {@code meta.logger} and {@code meta.level} hold logger and
 * level. {@code meta.markers} and the key-value pairs of SLF4J's fluent API are added if there are
 * any; a pair whose key the appender itself uses becomes {@code meta.pair.<key>}. From the MDC,
 * only {@linkplain #setMdcKeys selected keys} are sent. All of it is scrubbed.
 *
 * <p>Without an endpoint, events go to the client of {@link app.trackx.TrackX#setup(String)}, which
 * may be called later. With an endpoint, they go there too as long as that client reports to the
 * same project. While there is no client, records are not reported, and the first one causes a
 * warning in Logback's status list. If an exception was already reported on its way up, the event
 * is {@linkplain app.trackx.Diagnostics#duplicates() a duplicate}.
 *
 * <p>Thread-safe. Takes no lock, performs no I/O, and never throws. Filters and other standard
 * elements of an appender work as usual. Within an {@code AsyncAppender}, set
 * {@code includeCallerData} of the {@code AsyncAppender}: otherwise the call site of a record
 * without an exception is unknown, and the event has no stack trace and is grouped by logger and
 * message without parameters. Records that the client itself logs (logger {@code app.trackx}) never become
 * events.
 *
 * <p>An invalid option is a warning in Logback's status list; the application continues. It is
 * never an error there, since Spring Boot refuses to start on errors.
 */
public final class TrackXAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private final StatusLine status = new StatusLine() {
    @Override
    public void warn(String text) {
      addWarn(text);
    }
  };

  private LogOptions options = new LogOptions("<", ">");
  private @Nullable String minimumLevel;
  private int minimum = Level.ERROR_INT;
  private @Nullable Layout<ILoggingEvent> layout;
  private volatile @Nullable LogReporter reporter;
  private boolean looksAtMarkers;

  /** The lowest level of a record that is looked at, unless it may have a marker. */
  private int lowest = Level.ERROR_INT;

  /** Creates an appender for Logback to configure and start. */
  public TrackXAppender() {}

  /**
   * Sets the URL that events are sent to.
   *
   * @param endpoint {@code https://host/v1/<key>}; blank, the default, for the client of
   *     {@code TrackX.setup}. A variable that is not set counts as blank and causes a warning,
   *     unless it has a default (<code>${NAME:-}</code>). If the endpoint is malformed, which
   *     causes a warning, or {@code off}, nothing is reported
   */
  public void setEndpoint(@Nullable String endpoint) {
    options.endpoint(endpoint);
  }

  /**
   * Sets the {@code Origin} header of requests to {@link #setEndpoint}, one of the project's
   * allowed origins.
   *
   * @param origin defaults to {@code java}
   */
  public void setOrigin(@Nullable String origin) {
    options.origin(origin);
  }

  /**
   * Sets the running release, sent as {@code meta.release}.
   *
   * @param release defaults to none
   */
  public void setRelease(@Nullable String release) {
    options.release(release);
  }

  /**
   * Sets the environment of the application, sent as {@code meta.environment}.
   *
   * @param environment defaults to none
   */
  public void setEnvironment(@Nullable String environment) {
    options.environment(environment);
  }

  /**
   * Sets where the server finds source files, for events sent to {@link #setEndpoint}. See {@link
   * app.trackx.TrackXClient.Builder#sourceUrl}.
   *
   * @param sourceUrls {@code com.acme.shop=https://git.example.com/…/}, several separated by commas;
   *     defaults to none
   */
  public void setSourceUrls(@Nullable String sourceUrls) {
    options.sourceUrls(sourceUrls);
  }

  /**
   * Sets whether the last records of a request or job are kept, to be sent with its errors as
   * {@code meta.trail}. See {@link app.trackx.TrackXClient.Builder#trail}. Filters of the appender apply
   * to them, too: in place of a {@code ThresholdFilter} set {@link #setMinimumLevel}.
   *
   * @param trail {@code true} or {@code false}; blank, the default, for what the client says that the
   *     events go to
   */
  public void setTrail(@Nullable String trail) {
    options.trail(trail);
  }

  /**
   * Sets the minimum level to report.
   *
   * @param minimumLevel a level's name in any case, {@code OFF} to report nothing; defaults to
   *     {@code ERROR}
   */
  public void setMinimumLevel(@Nullable String minimumLevel) {
    this.minimumLevel = minimumLevel;
  }

  /**
   * Adds MDC keys whose values are sent with each event, as {@code meta.mdc}. Repeated elements
   * accumulate.
   *
   * @param mdcKeys keys, separated by commas; defaults to none
   */
  public void setMdcKeys(@Nullable String mdcKeys) {
    options.mdcKeys(mdcKeys);
  }

  /**
   * Adds markers that make a record be reported even below {@link #setMinimumLevel}. Repeated
   * elements accumulate.
   *
   * @param markers names, separated by commas; defaults to none
   */
  public void setMarkers(@Nullable String markers) {
    options.markers(markers);
  }

  /**
   * Sets a layout that renders the message instead of Logback's own formatting. End a pattern with
   * {@code %nopex}; otherwise Logback appends the exception's stack trace.
   *
   * @param layout null, the default, for the formatted message
   */
  public void setLayout(@Nullable Layout<ILoggingEvent> layout) {
    this.layout = layout;
  }

  /**
   * Sets the client to use, for an appender that is created in code. The appender does not close
   * it.
   *
   * @param client overrides an endpoint; null, the default, for none
   */
  public void setClient(@Nullable TrackXClient client) {
    options.client(client);
  }

  /**
   * Starts the appender, and opens a client if there is an endpoint. Makes no connection. Called by
   * Logback.
   */
  @Override
  public void start() {
    if (isStarted()) {
      return;
    }
    minimum = level();
    lowest = Math.min(minimum, Level.INFO_INT);
    LogReporter started = options.start(status);
    looksAtMarkers = started.looksAtMarkers();
    reporter = started;
    super.start();
  }

  private int level() {
    if (minimumLevel == null || minimumLevel.trim().isEmpty()) {
      return Level.ERROR_INT;
    }
    Level level = Level.toLevel(minimumLevel.trim(), null);
    if (level == null) {
      options.unknownLevel(
          "minimumLevel", minimumLevel, "OFF, ERROR, WARN, INFO, DEBUG, TRACE, ALL", "ERROR");
      return Level.ERROR_INT;
    }
    return level.toInt();
  }

  /**
   * Stops reporting and returns at once. A client that the appender opened is closed two seconds
   * later, unless the appender of a new configuration takes it over. During JVM shutdown this
   * method blocks until pending events are sent, for up to two seconds in total for all appenders.
   * Called by Logback.
   */
  @Override
  public void stop() {
    super.stop();
    LogReporter stopped = reporter;
    reporter = null;
    if (stopped != null) {
      stopped.stop();
    }
  }

  /**
   * Appends a record if it may be reported or kept. Every enabled log call passes through here; most
   * end here.
   */
  @Override
  public void doAppend(ILoggingEvent event) {
    if (event.getLevel().toInt() >= lowest || looksAtMarkers) {
      // not super.doAppend, whose recursion guard drops records without counting them
      append(event);
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    LogReporter target = reporter;
    if (target == null) {
      return;
    }
    int level = event.getLevel().toInt();
    if (level >= minimum || isMarked(event, target)) {
      target.report(new LogbackLine(event, this));
    } else if (level >= Level.INFO_INT && target.keepsTrail()) {
      target.keep(new LogbackLine(event, this));
    }
  }

  private static boolean isMarked(ILoggingEvent event, LogReporter target) {
    if (!target.looksAtMarkers()) {
      return false;
    }
    try {
      return target.isMarked(Slf4jMarkers.of(event));
    } catch (Throwable failedInUserCode) {
      return false; // a marker without a readable name matches none
    }
  }

  /** Returns whether the filters accept a record. */
  boolean accepts(ILoggingEvent event) {
    return getFilterChainDecision(event) != FilterReply.DENY;
  }

  /** Renders the message with the layout, or else with Logback's own formatting. */
  String render(ILoggingEvent event) {
    Layout<ILoggingEvent> renderer = layout;
    String text = renderer == null ? event.getFormattedMessage() : renderer.doLayout(event);
    return text == null ? "" : text;
  }
}
