package app.trackx.log4j;

import app.trackx.TrackXClient;
import app.trackx.internal.logging.LogOptions;
import app.trackx.internal.logging.LogReporter;
import app.trackx.internal.logging.StatusLine;
import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.StringLayout;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderAttribute;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.jspecify.annotations.Nullable;

/**
 * An appender for Log4j 2 that reports logged errors to TrackX.
 *
 * <pre>{@code
 * <Appenders>
 *   <TrackX name="TRACKX" endpoint="${env:TRACKX_ENDPOINT:-}"/>
 * </Appenders>
 * <Loggers>
 *   <Root level="INFO">
 *     <AppenderRef ref="TRACKX"/>
 *   </Root>
 * </Loggers>
 * }</pre>
 *
 * <p>A record with an exception becomes an event for that exception, with the formatted message in
 * {@code meta.log}. A record without an exception becomes an event for its call site: its name is
 * the logger ({@code root} for the root), its message is the formatted message, and
 * {@code meta.template} holds the message without parameters, if it has any. {@code meta.logger}
 * and {@code meta.level} hold logger and level. {@code meta.markers}, the names of the marker and
 * its parents, and the entries of a {@code MapMessage} are added if there are any; an entry whose
 * key the appender itself uses becomes {@code meta.pair.<key>}. From the thread context (MDC), only
 * {@linkplain Builder#setMdcKeys selected keys} are sent. Log4j puts key-value pairs of SLF4J's
 * fluent API into that context, as strings: they are sent as {@code meta.mdc} if their keys are
 * selected. Of several SLF4J markers, Log4j keeps only the last. All of it is scrubbed.
 *
 * <p>Without an endpoint, events go to the client of {@link app.trackx.TrackX#setup(String)}, which
 * may be called later. With an endpoint, they go there too as long as that client reports to the
 * same project. While there is no client, records are not reported, and the first one causes a line
 * in Log4j's status logger. If an exception was already reported on its way up, the event is
 * {@linkplain app.trackx.Diagnostics#duplicates() a duplicate}.
 *
 * <p>Thread-safe. Takes no lock, performs no I/O, and never throws, regardless of
 * {@code ignoreExceptions}. Filters and other standard elements of an appender work as usual.
 * Behind an {@code Async} appender or with asynchronous loggers, set {@code includeLocation="true"}
 * of the {@code Async} appender or of the loggers: otherwise the call site of a record without an
 * exception is unknown, and the event has no stack trace and is grouped by logger and message
 * without parameters. With that option Log4j determines the location of every record, also of those that
 * are not reported. Records that the client itself logs (logger {@code app.trackx}) never become
 * events.
 *
 * <p>An invalid option is one line in Log4j's status logger, at level {@code ERROR} because lower
 * levels are not shown by default; the application continues. A new configuration takes effect
 * while the application runs; the client stays open if its options are the same.
 */
@Plugin(
    name = TrackXAppender.PLUGIN_NAME,
    category = Core.CATEGORY_NAME,
    elementType = Appender.ELEMENT_TYPE,
    printObject = true)
public final class TrackXAppender extends AbstractAppender {
  /** Name of the element in a configuration. */
  public static final String PLUGIN_NAME = "TrackX";

  private static final int NONE = -1; // below the number of every level

  private static final StatusLine STATUS = new StatusLine() {
    @Override
    public void warn(String text) {
      LOGGER.error(text);
    }
  };

  private final LogOptions options;
  private final int minimum;
  private final @Nullable StringLayout text;
  private final boolean allLoggersAreAsync;
  private volatile @Nullable LogReporter reporter;

  private TrackXAppender(
      String name,
      @Nullable Filter filter,
      @Nullable StringLayout text,
      Property @Nullable [] properties,
      LogOptions options,
      int minimum,
      boolean allLoggersAreAsync) {
    super(name, filter, text, true, properties == null ? Property.EMPTY_ARRAY : properties);
    this.options = options;
    this.minimum = minimum;
    this.text = text;
    this.allLoggersAreAsync = allLoggersAreAsync;
  }

  /**
   * Returns a builder for an appender. Called by Log4j, or by an application that is configured in
   * code.
   *
   * @return a builder, for use by one thread
   */
  @PluginBuilderFactory
  public static Builder newBuilder() {
    return new Builder();
  }

  /**
   * Returns whether Log4j has to determine the location of every record, unless
   * {@code includeLocation} of the logger is {@code false}. Called by Log4j.
   */
  @Override
  public boolean requiresLocation() {
    // if all loggers are asynchronous, their includeLocation="true" has no effect without this;
    // otherwise it is the default, and append runs on the thread that logs and has its frames
    return allLoggersAreAsync || super.requiresLocation();
  }

  /**
   * Starts the appender, and opens a client if there is an endpoint. Makes no connection. Called by
   * Log4j.
   */
  @Override
  public void start() {
    if (isStarted()) {
      return;
    }
    reporter = options.start(STATUS);
    super.start();
  }

  /**
   * Stops reporting and returns at once. A client that the appender opened is closed two seconds
   * later, unless the appender of a new configuration takes it over. During JVM shutdown this
   * method blocks until pending events are sent, for up to two seconds in total for all appenders.
   * Called by Log4j.
   *
   * @param timeout ignored
   * @param unit ignored
   * @return true
   */
  @Override
  public boolean stop(long timeout, TimeUnit unit) {
    LogReporter stopped = reporter;
    reporter = null;
    boolean done = super.stop(timeout, unit);
    if (stopped != null) {
      stopped.stop();
    }
    return done;
  }

  /**
   * Reports a record that is at or above the minimum level or has a selected marker. Keeps another one
   * in the trail if there is one.
   */
  @Override
  public void append(LogEvent event) {
    LogReporter target = reporter;
    if (target == null) {
      return;
    }
    if (event.getLevel().intLevel() <= minimum || isMarked(event, target)) {
      target.report(new Log4jLine(event, text));
    } else if (event.getLevel().intLevel() <= Level.INFO.intLevel() && target.keepsTrail()) {
      target.keep(new Log4jLine(event, text));
    }
  }

  private static boolean isMarked(LogEvent event, LogReporter target) {
    if (!target.looksAtMarkers()) {
      return false;
    }
    Marker marker = event.getMarker();
    try {
      return marker != null && target.isMarked(Log4jMarkers.of(marker));
    } catch (Throwable failedInUserCode) {
      return false; // a marker without a readable name matches none
    }
  }

  /**
   * A builder for an appender, for use by one thread. All options are text from a configuration
   * file, and no setter rejects a value: invalid options are reported when the appender starts.
   */
  public static final class Builder extends AbstractAppender.Builder<Builder>
      implements org.apache.logging.log4j.core.util.Builder<TrackXAppender> {
    @PluginBuilderAttribute(sensitive = true)
    private @Nullable String endpoint;

    @PluginBuilderAttribute
    private @Nullable String origin;

    @PluginBuilderAttribute
    private @Nullable String release;

    @PluginBuilderAttribute
    private @Nullable String environment;

    @PluginBuilderAttribute
    private @Nullable String sourceUrls;

    @PluginBuilderAttribute
    private @Nullable String trail;

    @PluginBuilderAttribute
    private @Nullable String minimumLevel;

    @PluginBuilderAttribute
    private @Nullable String mdcKeys;

    @PluginBuilderAttribute
    private @Nullable String markers;

    private @Nullable TrackXClient client;

    private Builder() {}

    /**
     * Sets the URL that events are sent to.
     *
     * @param endpoint {@code https://host/v1/<key>}; blank, the default, for the client of
     *     {@code TrackX.setup}. A variable that is not set counts as blank and causes a line in the
     *     status logger, unless it has a default (<code>${env:NAME:-}</code>). If the endpoint is
     *     malformed, which causes such a line, or {@code off}, nothing is reported
     * @return this
     */
    public Builder setEndpoint(@Nullable String endpoint) {
      this.endpoint = endpoint;
      return this;
    }

    /**
     * Sets the {@code Origin} header of requests to {@link #setEndpoint}, one of the project's
     * allowed origins.
     *
     * @param origin defaults to {@code java}
     * @return this
     */
    public Builder setOrigin(@Nullable String origin) {
      this.origin = origin;
      return this;
    }

    /**
     * Sets the running release, sent as {@code meta.release}.
     *
     * @param release defaults to none
     * @return this
     */
    public Builder setRelease(@Nullable String release) {
      this.release = release;
      return this;
    }

    /**
     * Sets the environment of the application, sent as {@code meta.environment}.
     *
     * @param environment defaults to none
     * @return this
     */
    public Builder setEnvironment(@Nullable String environment) {
      this.environment = environment;
      return this;
    }

    /**
     * Sets where the server finds source files, for events sent to {@link #setEndpoint}. See {@link
     * app.trackx.TrackXClient.Builder#sourceUrl}.
     *
     * @param sourceUrls {@code com.acme.shop=https://git.example.com/…/}, several separated by
     *     commas; defaults to none
     * @return this
     */
    public Builder setSourceUrls(@Nullable String sourceUrls) {
      this.sourceUrls = sourceUrls;
      return this;
    }

    /**
     * Sets whether the last records of a request or job are kept, to be sent with its errors as
     * {@code meta.trail}. See {@link app.trackx.TrackXClient.Builder#trail}. A level or a filter of the
     * {@code AppenderRef}, and filters of the appender, apply to them, too.
     *
     * @param trail {@code true} or {@code false}; blank, the default, for what the client says that
     *     the events go to
     * @return this
     */
    public Builder setTrail(@Nullable String trail) {
      this.trail = trail;
      return this;
    }

    /**
     * Sets the minimum level to report.
     *
     * @param minimumLevel a level's name in any case, {@code OFF} to report nothing; defaults to
     *     {@code ERROR}
     * @return this
     */
    public Builder setMinimumLevel(@Nullable String minimumLevel) {
      this.minimumLevel = minimumLevel;
      return this;
    }

    /**
     * Sets the keys of the thread context whose values are sent with each event, as
     * {@code meta.mdc}.
     *
     * @param mdcKeys keys, separated by commas; defaults to none
     * @return this
     */
    public Builder setMdcKeys(@Nullable String mdcKeys) {
      this.mdcKeys = mdcKeys;
      return this;
    }

    /**
     * Sets the markers that make a record be reported even below {@link #setMinimumLevel}.
     *
     * @param markers names, separated by commas; defaults to none
     * @return this
     */
    public Builder setMarkers(@Nullable String markers) {
      this.markers = markers;
      return this;
    }

    /**
     * Sets a layout that renders the message instead of Log4j's own formatting. Set
     * {@code alwaysWriteExceptions="false"} on a {@code PatternLayout}; otherwise Log4j appends the
     * exception's stack trace.
     *
     * @param layout a {@code StringLayout}; null, the default, for the formatted message
     * @return this
     */
    @Override
    public Builder setLayout(@Nullable Layout<? extends Serializable> layout) {
      return super.setLayout(layout);
    }

    /**
     * Sets the client to use, for an appender that is created in code. The appender does not close
     * it.
     *
     * @param client overrides an endpoint; null, the default, for none
     * @return this
     */
    public Builder setClient(@Nullable TrackXClient client) {
      this.client = client;
      return this;
    }

    /**
     * Creates the appender, which then has to be started.
     *
     * @return never null; named {@code TrackX} if no name was set
     */
    @Override
    public TrackXAppender build() {
      LogOptions options = new LogOptions();
      options.client(client);
      options.endpoint(endpoint);
      options.origin(origin);
      options.release(release);
      options.environment(environment);
      options.sourceUrls(sourceUrls);
      options.trail(trail);
      options.mdcKeys(mdcKeys);
      options.markers(markers);
      String name = getName();
      return new TrackXAppender(
          name == null ? PLUGIN_NAME : name,
          getFilter(),
          text(options),
          getPropertyArray(),
          options,
          minimum(options),
          allLoggersAreAsync());
    }

    private boolean allLoggersAreAsync() {
      Configuration configuration = getConfiguration();
      return configuration != null
          && configuration.getLoggerContext() instanceof AsyncLoggerContext;
    }

    private @Nullable StringLayout text(LogOptions options) {
      Layout<? extends Serializable> layout = getLayout();
      if (layout == null || layout instanceof StringLayout) {
        return (StringLayout) layout;
      }
      options.fault("the layout " + layout.getClass().getSimpleName()
          + " does not render text and is ignored; use a StringLayout such as PatternLayout");
      return null;
    }

    private int minimum(LogOptions options) {
      if (minimumLevel == null || minimumLevel.trim().isEmpty()) {
        return Level.ERROR.intLevel();
      }
      Level level = Level.toLevel(minimumLevel, null);
      if (level == null) {
        options.unknownLevel(
            "minimumLevel",
            minimumLevel,
            "OFF, FATAL, ERROR, WARN, INFO, DEBUG, TRACE, ALL",
            "ERROR");
        return Level.ERROR.intLevel();
      }
      return level.equals(Level.OFF) ? NONE : level.intLevel();
    }
  }
}
