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
 * Reports what an application logs as an error to TrackX. For Log4j 2.
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
 * <p>A record with an exception is an event of that exception; the formatted message is {@code
 * meta.log}. One without is an event of the place that logged it: its name is the logger ({@code
 * root} for the root), its message the formatted message, and {@code meta.template} the message
 * without parameters, if it has any. {@code meta.logger} and {@code meta.level} say which; {@code
 * meta.markers}, which names the marker and its parents, and the entries of a {@code MapMessage} are
 * there if there are any. An entry whose key the appender itself uses is {@code meta.pair.<key>}. Of
 * the thread context (MDC) nothing leaves but {@link Builder#setMdcKeys chosen keys}. Key-value pairs
 * of SLF4J's fluent API are, in Log4j, a part of that context, as texts: they leave if their keys are
 * among the chosen ones, as {@code meta.mdc}; of several SLF4J markers Log4j keeps the last. The
 * scrubber goes over all of it.
 *
 * <p>Without an endpoint events go to the client of {@link app.trackx.TrackX#setup(String)}, which
 * may come later; they do so too with one, as long as that client reports to the same project. What
 * comes while there is neither is not reported, and the first time is a line of Log4j's status
 * logger. An exception that was reported before, on its way up, is {@linkplain
 * app.trackx.Diagnostics#duplicates() a duplicate}.
 *
 * <p>May be used from any thread; takes no lock, does no I/O, and never throws, whatever {@code
 * ignoreExceptions} says. Filters, and other elements of any appender, work as usual. Behind an
 * {@code Async} appender or with asynchronous loggers, set {@code includeLocation="true"}, of the
 * appender or of the loggers: only then is known where a record without exception was logged, and
 * otherwise such a record has no stack and is grouped by its message without parameters. Log4j finds
 * the place of every record then, also of those that are not reported. What the client logs itself
 * (logger {@code app.trackx}) never becomes an event.
 *
 * <p>A bad option is one line of Log4j's status logger, at level {@code ERROR} since that shows
 * nothing less by default; the application goes on. New configurations take effect while the
 * application runs: the client stays open if its options are the same.
 */
@Plugin(
    name = TrackXAppender.PLUGIN_NAME,
    category = Core.CATEGORY_NAME,
    elementType = Appender.ELEMENT_TYPE,
    printObject = true)
public final class TrackXAppender extends AbstractAppender {
  /** The element's name in a configuration. */
  public static final String PLUGIN_NAME = "TrackX";

  private static final int NONE = -1; // less than the number of any level

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
   * The options of a new appender. Log4j's affair, or of an application that configures in code.
   *
   * @return a builder, for one thread
   */
  @PluginBuilderFactory
  public static Builder newBuilder() {
    return new Builder();
  }

  /**
   * Whether the place that logged is wanted, which is found for every record then, unless {@code
   * includeLocation} of the logger is {@code false}. Log4j's affair.
   */
  @Override
  public boolean requiresLocation() {
    // where all loggers are asynchronous, their includeLocation="true" alone has no effect;
    // elsewhere it
    // is the default, and here are the frames of the thread that logs
    return allLoggersAreAsync || super.requiresLocation();
  }

  /** Opens a client if there is an endpoint; no connection is made. Log4j's affair. */
  @Override
  public void start() {
    if (isStarted()) {
      return;
    }
    reporter = options.start(STATUS);
    super.start();
  }

  /**
   * Ends reporting, and returns at once. A client that the appender opened is closed two seconds
   * later, unless the appender of a new configuration takes it over. At the end of the JVM this waits
   * for what is pending, for two seconds at most, all appenders together. Log4j's affair.
   *
   * @param timeout not looked at
   * @param unit not looked at
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

  /** Reports a record that is at or above the least level, or has a chosen marker. */
  @Override
  public void append(LogEvent event) {
    LogReporter target = reporter;
    if (target == null) {
      return;
    }
    if (event.getLevel().intLevel() <= minimum || isMarked(event, target)) {
      target.report(new Log4jLine(event, text));
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
      return false; // a marker without a name is not one that was chosen
    }
  }

  /**
   * Options of an appender. For one thread. All are texts of a configuration file, and none is ever
   * refused: what is wrong with them is said when the appender starts.
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
    private @Nullable String minimumLevel;

    @PluginBuilderAttribute
    private @Nullable String mdcKeys;

    @PluginBuilderAttribute
    private @Nullable String markers;

    private @Nullable TrackXClient client;

    private Builder() {}

    /**
     * Where events go.
     *
     * @param endpoint {@code https://host/v1/<key>}; blank for the client of {@code TrackX.setup},
     *     the default. A variable that is not set counts as blank and is a line of the status logger,
     *     unless it has a default (<code>${env:NAME:-}</code>). With a malformed one, which is such a
     *     line, and with {@code off} nothing is reported
     * @return this
     */
    public Builder setEndpoint(@Nullable String endpoint) {
      this.endpoint = endpoint;
      return this;
    }

    /**
     * The {@code Origin} of what is sent to {@link #setEndpoint}, one of the project's allowed
     * origins.
     *
     * @param origin {@code java} by default
     * @return this
     */
    public Builder setOrigin(@Nullable String origin) {
      this.origin = origin;
      return this;
    }

    /**
     * The release that runs, {@code meta.release}.
     *
     * @param release none by default
     * @return this
     */
    public Builder setRelease(@Nullable String release) {
      this.release = release;
      return this;
    }

    /**
     * Where it runs, {@code meta.environment}.
     *
     * @param environment none by default
     * @return this
     */
    public Builder setEnvironment(@Nullable String environment) {
      this.environment = environment;
      return this;
    }

    /**
     * The least level that is reported.
     *
     * @param minimumLevel a level's name in any case, {@code OFF} for none; {@code ERROR} by default
     * @return this
     */
    public Builder setMinimumLevel(@Nullable String minimumLevel) {
      this.minimumLevel = minimumLevel;
      return this;
    }

    /**
     * Which values of the thread context go with an event, as {@code meta.mdc}.
     *
     * @param mdcKeys keys, separated by commas; none by default
     * @return this
     */
    public Builder setMdcKeys(@Nullable String mdcKeys) {
      this.mdcKeys = mdcKeys;
      return this;
    }

    /**
     * Markers that have a record reported even if it is below {@link #setMinimumLevel}.
     *
     * @param markers names, separated by commas; none by default
     * @return this
     */
    public Builder setMarkers(@Nullable String markers) {
      this.markers = markers;
      return this;
    }

    /**
     * Renders the message in place of Log4j's formatting. A {@code PatternLayout} should have {@code
     * alwaysWriteExceptions="false"}, or Log4j adds the exception's stack to it.
     *
     * @param layout one that makes texts; null, the default, for the formatted message
     * @return this
     */
    @Override
    public Builder setLayout(@Nullable Layout<? extends Serializable> layout) {
      return super.setLayout(layout);
    }

    /**
     * The client to use, for an appender that is made in code. It is not closed with the appender.
     *
     * @param client goes before an endpoint; null, the default, for none
     * @return this
     */
    public Builder setClient(@Nullable TrackXClient client) {
      this.client = client;
      return this;
    }

    /**
     * Makes the appender, which is to be started then.
     *
     * @return never null; named {@code TrackX} if it was given no name
     */
    @Override
    public TrackXAppender build() {
      LogOptions options = new LogOptions();
      options.client(client);
      options.endpoint(endpoint);
      options.origin(origin);
      options.release(release);
      options.environment(environment);
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
      options.fault("a " + layout.getClass().getSimpleName() + " makes no text; it is left out");
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
