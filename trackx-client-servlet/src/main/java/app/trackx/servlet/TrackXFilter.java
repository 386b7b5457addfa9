package app.trackx.servlet;

import app.trackx.RateLimit;
import app.trackx.RequestContext;
import app.trackx.TrackXClient;
import app.trackx.VisitorPseudonym;
import app.trackx.internal.adapter.AdapterThreads;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A servlet filter that reports failures of a web application's requests to TrackX and registers
 * sessions. Place it first in the chain, for all dispatcher types and with asynchronous requests
 * supported. In containers that discover {@link TrackXInitializer}, setting the endpoint is enough
 * to register it. In {@code web.xml}:
 *
 * <pre>{@code
 * <filter>
 *   <filter-name>trackx</filter-name>
 *   <filter-class>app.trackx.servlet.TrackXFilter</filter-class>
 *   <async-supported>true</async-supported>
 *   <init-param>
 *     <param-name>endpoint</param-name>
 *     <param-value>https://api.trackx.example.com/v1/1dk93jd8sk2</param-value>
 *   </init-param>
 * </filter>
 * }</pre>
 *
 * <p>or in code, for example for Spring Boot's {@code FilterRegistrationBean}:
 *
 * <pre>{@code
 * TrackXFilter.builder().endpoint(endpoint).sessions(Sessions.VISITOR).build()
 * }</pre>
 *
 * <p>Each failure becomes one event, however many dispatches it passes through. Failures are:
 *
 * <ul>
 *   <li>an exception that leaves the chain; it propagates unchanged
 *   <li>an exception that was caught further down and answered with 5xx, if the container or
 *       Spring's dispatcher leaves it in a request attribute
 *   <li>an error or timeout of asynchronous processing
 *   <li>an error of an error page
 * </ul>
 *
 * <p>A {@code ServletException} is unwrapped, and its own message is sent as
 * {@code meta.http.wrapper}. Client aborts are not reported, nor are exceptions that carry a 4xx
 * status of Spring or JAX-RS.
 *
 * <p>An event contains method, status, route and dispatcher, as {@code meta.http}, and its URI is
 * that of the route. It never contains headers, parameters, bodies, cookies, users or addresses.
 *
 * <p>A filter created by {@link #TrackXFilter()} has these options: {@code endpoint},
 * {@code origin}, {@code release}, {@code environment}, {@code sourceUrls}, {@code trail},
 * {@code rateLimit}, {@code sessions}, {@code visitorSecret}, {@code noSessionFor}, {@code clientAborts}, {@code ignore}, {@code keep},
 * {@code browserReports} and {@code cspReportOnly}; lists are separated by commas, see
 * {@link Builder}. It reads init parameters of that name, then context parameters and system
 * properties such as {@code trackx.visitorSecret}, then environment variables such as
 * {@code TRACKX_VISITOR_SECRET}. An invalid option logs one warning and falls back to its default;
 * with a malformed endpoint the filter passes every request through unobserved.
 *
 * <p>Thread-safe. The filter never blocks a request, throws no exception of its own, and shares no
 * lock between requests.
 */
public final class TrackXFilter implements Filter {
  /**
   * The request attribute by which an application, or a framework that the filter does not support,
   * names the route: {@code request.setAttribute(TrackXFilter.ROUTE, "/orders/{id}")}. The value is
   * a template within the application that contains no data of the individual request.
   */
  public static final String ROUTE = Route.NAMED;

  private final @Nullable FilterOptions options;
  private final boolean automatic;
  private @Nullable FilterClient client; // confined to the thread that starts and ends the filter
  private volatile @Nullable Reporter reporter;
  private volatile @Nullable ReportHeaders reportHeaders;
  private volatile @Nullable ReportPath reportPath;

  /**
   * Creates a filter that reads its options from init parameters and their fallbacks when it
   * starts.
   */
  public TrackXFilter() {
    this(null, false);
  }

  private TrackXFilter(@Nullable FilterOptions options, boolean automatic) {
    this.options = options;
    this.automatic = automatic;
  }

  /** Creates a filter that passes requests through if the application registers a filter itself. */
  static TrackXFilter automatic() {
    return new TrackXFilter(null, true);
  }

  /**
   * Returns a builder for a filter that is registered in code.
   *
   * @return a builder, for use by one thread
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts the filter, and opens a client if the filter has an endpoint of its own. Makes no
   * connection, and never throws.
   *
   * @param config the container's
   */
  @Override
  public void init(@Nullable FilterConfig config) {
    try {
      start(config);
    } catch (Throwable neverToTheHost) {
      if (reporter == null) {
        destroy(); // closes a client that was opened before the failure
      }
      AdapterThreads.rethrowStop(neverToTheHost);
      Log.warn("TrackXFilter could not be started ("
          + neverToTheHost.getClass().getName()
          + "). Failures of this web application are not reported. Check the filter's options.");
    }
  }

  private void start(@Nullable FilterConfig config) {
    ServletContext context = config == null ? null : config.getServletContext();
    if (automatic
        && context != null
        && new FilterRegistrations(context, TrackXFilter.class).existByApplication()) {
      return;
    }
    FilterOptions effective = options == null
        ? FilterOptions.of(new FilterSettings(config, context))
        : FilterOptions.of(options);
    FilterClient opened = effective.open();
    if (opened != null) {
      client = opened;
      if (context != null) {
        OpenFilters.add(context, opened, automatic);
      }
      reportHeaders = ReportHeaders.of(effective, context);
      reportPath = ReportPath.of(effective, opened, context);
      reporter = new Reporter(opened, effective.sessionsOf(opened), effective);
    }
    effective.logFaults();
  }

  /**
   * Passes the request on and observes the outcome.
   *
   * @param request is wrapped if it is an HTTP request
   * @param response is wrapped if browser reports are on
   * @param chain its exceptions propagate unchanged
   * @throws IOException if the chain throws it
   * @throws ServletException if the chain throws it
   */
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    ReportPath path = reportPath;
    if (path != null && path.handles(request, response)) {
      return;
    }
    Reporter target = reporter;
    RequestWatch watch = target == null ? null : RequestWatch.begin(request, target);
    if (watch == null) {
      chain.doFilter(request, response);
      return;
    }
    ReportHeaders headers = reportHeaders;
    Supplier<@Nullable RequestContext> before = watch.enter();
    try {
      chain.doFilter(watch, headers == null ? response : HtmlResponse.around(response, headers));
    } catch (Throwable error) {
      watch.failed(error, response);
      throw error;
    } finally {
      watch.leave(before);
    }
    watch.answered(response);
    if (path != null) {
      path.learn(request);
    }
  }

  /** Stops the filter and closes the client that it opened, which blocks for up to two seconds. */
  @Override
  public void destroy() {
    FilterClient opened = client;
    reporter = null;
    reportPath = null;
    client = null;
    if (opened != null) {
      try {
        opened.close();
      } catch (Throwable neverToTheHost) {
        // the container undeploys the application anyway
      }
    }
  }

  /** A builder for filters, for use by one thread. May build several. */
  public static final class Builder {
    private final FilterOptions options = new FilterOptions();

    Builder() {}

    /**
     * Sets the URL that events are sent to.
     *
     * @param endpoint {@code https://host/v1/<key>}. If {@code TrackX.setup} has not been called,
     *     the filter calls it, without capturing uncaught exceptions, so that
     *     {@code TrackX.sendEvent} and logging adapters share its client. If it has been called,
     *     the filter uses that client as long as it reports to the same project. If the endpoint is
     *     null or blank, the default, the filter uses only the client of {@code TrackX.setup},
     *     which may be called later; the same applies to a placeholder that was not replaced, which
     *     logs a warning. If the endpoint is malformed, the filter logs a warning and passes every
     *     request through unobserved; if it is {@code off}, it does so without a warning
     * @return this
     */
    public Builder endpoint(@Nullable String endpoint) {
      options.endpoint = endpoint;
      return this;
    }

    /**
     * Sets the client that sends the events. Overrides the endpoint.
     *
     * @param client is not closed by the filter; null, the default, for none
     * @return this
     */
    public Builder client(@Nullable TrackXClient client) {
      options.client = client;
      return this;
    }

    /**
     * Sets the {@code Origin} header of requests to the filter's own endpoint. See
     * {@link TrackXClient.Builder#origin}; a malformed value logs a warning.
     *
     * @param origin one of the project's allowed origins; null for the default, {@code java}
     * @return this
     */
    public Builder origin(@Nullable String origin) {
      options.origin = origin;
      return this;
    }

    /**
     * Sets the running release, sent as {@code meta.release}.
     *
     * @param release null, the default, for none
     * @return this
     */
    public Builder release(@Nullable String release) {
      options.release = release;
      return this;
    }

    /**
     * Sets the environment of the application, sent as {@code meta.environment}.
     *
     * @param environment null, the default, for none
     * @return this
     */
    public Builder environment(@Nullable String environment) {
      options.environment = environment;
      return this;
    }

    /**
     * Sets where the server finds source files, for events sent to the filter's own endpoint. See
     * {@link TrackXClient.Builder#sourceUrl}; a malformed value logs a warning.
     *
     * @param sourceUrls {@code com.acme.shop=https://git.example.com/…/}, several separated by
     *     commas; null, the default, for none
     * @return this
     */
    public Builder sourceUrls(@Nullable String sourceUrls) {
      options.sourceUrls = sourceUrls;
      return this;
    }

    /**
     * Sets whether logging adapters that report to the filter's own client keep the last log records
     * of each request, which are sent with its errors. See {@link TrackXClient.Builder#trail}.
     *
     * @param trail false by default
     * @return this
     */
    public Builder trail(boolean trail) {
      options.trail = trail;
      return this;
    }

    /**
     * Sets the rate limit for requests to the filter's own endpoint. Sessions of many visitors need
     * more than the default: pings leave most of the budget to errors, so 5 pings are sent at
     * once and then 6 a minute. Raise the server's limit first.
     *
     * @param rateLimit defaults to {@code RateLimit.of(30, 6, Duration.ofMinutes(1))}. The option
     *     {@code rateLimit} of a filter that is not built in code holds a burst and a number per
     *     minute, {@code 30,6}
     * @return this
     */
    public Builder rateLimit(RateLimit rateLimit) {
      options.rateLimit = Objects.requireNonNull(rateLimit, "rateLimit");
      return this;
    }

    /**
     * Sets what counts as a session.
     *
     * @param sessions defaults to {@link Sessions#INSTANCE}
     * @return this
     */
    public Builder sessions(Sessions sessions) {
      options.sessions = Objects.requireNonNull(sessions, "sessions");
      return this;
    }

    /**
     * Sets the source of visitor tokens for {@link Sessions#VISITOR}.
     *
     * @param visitors null, the default, for {@link VisitorPseudonym#random()}; several instances
     *     of an application need {@link VisitorPseudonym#ofSecret(CharSequence)}. A filter that is
     *     not built in code has the option {@code visitorSecret} for that
     * @return this
     */
    public Builder visitors(@Nullable VisitorPseudonym visitors) {
      options.visitors = visitors;
      return this;
    }

    /**
     * Sets the requests that register no session and belong to no visitor.
     *
     * @param patterns patterns for paths within the application, such as {@code /health},
     *     {@code /assets/*} or {@code *.css}, and, prefixed with {@code agent:}, case-insensitive
     *     patterns for the {@code User-Agent}, such as {@code agent:*bot*}; {@code *} matches any
     *     characters. They replace the default: health checks ({@code /actuator/health*},
     *     {@code /health}, {@code /healthz}, {@code /livez}, {@code /readyz}),
     *     {@code /favicon.ico}, {@code /robots.txt}, style sheets, scripts, images and fonts by
     *     their extensions, and crawlers
     * @return this
     */
    public Builder noSessionFor(String... patterns) {
      options.noSessionFor = Arrays.asList(patterns.clone());
      return this;
    }

    /**
     * Sets a callback that adds application-specific request data to events.
     *
     * @param context null, the default, for none
     * @return this
     */
    public Builder httpContext(@Nullable HttpContext context) {
      options.httpContext = context;
      return this;
    }

    /**
     * Sets the exceptions that indicate a client abort. They are not reported, and neither are
     * exceptions that have one as a cause. An {@code IOException} from the container's own
     * connection that reports "Broken pipe" or similar, in any language, always counts as a client
     * abort.
     *
     * @param classNames fully qualified names, which also match subclasses. They replace the
     *     default: {@code ClientAbortException} and {@code CloseNowException} of Tomcat,
     *     {@code EofException} of Jetty, and {@code AsyncRequestNotUsableException} of Spring
     * @return this
     */
    public Builder clientAborts(String... classNames) {
      options.clientAborts = Arrays.asList(classNames.clone());
      return this;
    }

    /**
     * Adds exceptions that are not reported.
     *
     * @param classNames fully qualified names, which also match subclasses
     * @return this
     */
    public Builder ignore(String... classNames) {
      options.ignored.addAll(Arrays.asList(classNames));
      return this;
    }

    /**
     * Adds exceptions that are reported even if they are ignored, indicate a client abort or carry
     * a 4xx status.
     *
     * @param classNames fully qualified names, which also match subclasses
     * @return this
     */
    public Builder keep(String... classNames) {
      options.kept.addAll(Arrays.asList(classNames));
      return this;
    }

    /**
     * Sets whether browsers send their own reports to the project. The headers for it expose the
     * endpoint's key to visitors, and the reports contain full URLs; see
     * {@link #browserReports(BrowserReports)} for another way. Requires an {@link #endpoint}.
     *
     * @param browserReports true for {@link BrowserReports#TO_SERVER}; false, the default, for
     *     {@link BrowserReports#OFF}
     * @return this
     */
    public Builder browserReports(boolean browserReports) {
      return browserReports(browserReports ? BrowserReports.TO_SERVER : BrowserReports.OFF);
    }

    /**
     * Sets whether browsers report the errors of pages, and by which way. HTML responses then have
     * the headers {@code Reporting-Endpoints}, {@code Report-To} and {@code NEL}. A header that the
     * application sets itself stays unchanged. A filter that is not built in code takes the names
     * of the constants as text, such as {@code through_application}.
     *
     * @param browserReports defaults to {@link BrowserReports#OFF}
     * @return this
     */
    public Builder browserReports(BrowserReports browserReports) {
      options.browserReports = Objects.requireNonNull(browserReports, "browserReports");
      return this;
    }

    /**
     * Sets a policy whose violations browsers report, {@code Content-Security-Policy-Report-Only};
     * nothing is blocked. Requires {@link #browserReports(BrowserReports)}.
     *
     * @param policy such as {@code default-src 'self'}, without {@code report-to} and
     *     {@code report-uri}; null, the default, for none
     * @return this
     */
    public Builder cspReportOnly(@Nullable String policy) {
      options.cspReportOnly = policy;
      return this;
    }

    /**
     * Creates a filter with these options, to be registered with a container, which starts it.
     *
     * @return never null
     */
    public TrackXFilter build() {
      return new TrackXFilter(new FilterOptions(options), false);
    }
  }
}
