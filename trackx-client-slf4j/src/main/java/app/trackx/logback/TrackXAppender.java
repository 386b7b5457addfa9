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
 * Reports what an application logs as an error to TrackX. For Logback 1.2, 1.3, 1.5 and 1.6.
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
 * <p>A record with an exception is an event of that exception; the rendered message is {@code
 * meta.log}. One without is an event of the place that logged it: its name is the logger, its message
 * the rendered message, and {@code meta.template} the message without parameters, if it has any.
 * {@code meta.logger} and {@code meta.level} say which; {@code meta.markers} and the key-value pairs
 * of SLF4J's fluent API are there if there are any. A pair whose key the appender itself uses is
 * {@code meta.pair.<key>}. Of the MDC nothing leaves but {@link #setMdcKeys chosen keys}. The
 * scrubber goes over all of it.
 *
 * <p>Without an endpoint events go to the client of {@link app.trackx.TrackX#setup(String)}, which
 * may come later; they do so too with one, as long as that client reports to the same project. What
 * comes while there is neither is not reported, and the first time is a warning in Logback's status
 * list. An exception that was reported before, on its way up, is {@linkplain
 * app.trackx.Diagnostics#duplicates() a duplicate}.
 *
 * <p>May be used from any thread; takes no lock, does no I/O, and never throws. Filters, and other
 * elements of any appender, work as usual. Within an {@code AsyncAppender}, set that one's {@code
 * includeCallerData}: it alone knows where a record without exception was logged, and without it such
 * a record has no stack and is grouped by its message without parameters. What the client logs itself
 * (logger {@code app.trackx}) never becomes an event.
 *
 * <p>A bad option is a warning in Logback's status list, never an error there, on which Spring Boot
 * would refuse to start; the application goes on.
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

  /** An appender that is to be configured and started, which Logback does. */
  public TrackXAppender() {}

  /**
   * Where events go.
   *
   * @param endpoint {@code https://host/v1/<key>}; blank for the client of {@code TrackX.setup}, the
   *     default. A variable that is not set counts as blank and is a warning, unless it has a default
   *     (<code>${NAME:-}</code>). With a malformed one, which is a warning, and with {@code off}
   *     nothing is reported
   */
  public void setEndpoint(@Nullable String endpoint) {
    options.endpoint(endpoint);
  }

  /**
   * The {@code Origin} of what is sent to {@link #setEndpoint}, one of the project's allowed origins.
   *
   * @param origin {@code java} by default
   */
  public void setOrigin(@Nullable String origin) {
    options.origin(origin);
  }

  /**
   * The release that runs, {@code meta.release}.
   *
   * @param release none by default
   */
  public void setRelease(@Nullable String release) {
    options.release(release);
  }

  /**
   * Where it runs, {@code meta.environment}.
   *
   * @param environment none by default
   */
  public void setEnvironment(@Nullable String environment) {
    options.environment(environment);
  }

  /**
   * The least level that is reported.
   *
   * @param minimumLevel a level's name in any case, {@code OFF} for none; {@code ERROR} by default
   */
  public void setMinimumLevel(@Nullable String minimumLevel) {
    this.minimumLevel = minimumLevel;
  }

  /**
   * Which values of the MDC go with an event, as {@code meta.mdc}. Several of these elements add up.
   *
   * @param mdcKeys keys, separated by commas; none by default
   */
  public void setMdcKeys(@Nullable String mdcKeys) {
    options.mdcKeys(mdcKeys);
  }

  /**
   * Markers that have a record reported even if it is below {@link #setMinimumLevel}. Several of these
   * elements add up.
   *
   * @param markers names, separated by commas; none by default
   */
  public void setMarkers(@Nullable String markers) {
    options.markers(markers);
  }

  /**
   * Renders the message in place of Logback's formatting. A pattern should end in {@code %nopex}, or
   * Logback adds the exception's stack to it.
   *
   * @param layout null, the default, for the formatted message
   */
  public void setLayout(@Nullable Layout<ILoggingEvent> layout) {
    this.layout = layout;
  }

  /**
   * The client to use, for an appender that is made in code. It is not closed with the appender.
   *
   * @param client goes before an endpoint; null, the default, for none
   */
  public void setClient(@Nullable TrackXClient client) {
    options.client(client);
  }

  /** Opens a client if there is an endpoint; no connection is made. Logback's affair. */
  @Override
  public void start() {
    if (isStarted()) {
      return;
    }
    minimum = level();
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
   * Ends reporting, and returns at once. A client that the appender opened is closed two seconds
   * later, unless the appender of a new configuration takes it over. At the end of the JVM this waits
   * for what is pending, for two seconds at most, all appenders together. Logback's affair.
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

  /** What every log call that is not switched off goes through: for most it ends here. */
  @Override
  public void doAppend(ILoggingEvent event) {
    if (event.getLevel().toInt() >= minimum || looksAtMarkers) {
      append(event); // not by way of the base class, whose guard against recursion drops in silence
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    LogReporter target = reporter;
    if (target != null && (event.getLevel().toInt() >= minimum || isMarked(event, target))) {
      target.report(new LogbackLine(event, this));
    }
  }

  private static boolean isMarked(ILoggingEvent event, LogReporter target) {
    try {
      return target.isMarked(Slf4jMarkers.of(event));
    } catch (Throwable failedInUserCode) {
      return false; // a marker that does not tell its name is not one that was chosen
    }
  }

  /** Whether the filters let a record through. */
  boolean wants(ILoggingEvent event) {
    return getFilterChainDecision(event) != FilterReply.DENY;
  }

  /** The message as it is to be shown. */
  String render(ILoggingEvent event) {
    Layout<ILoggingEvent> renderer = layout;
    String text = renderer == null ? event.getFormattedMessage() : renderer.doLayout(event);
    return text == null ? "" : text;
  }
}
