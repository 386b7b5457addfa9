package app.trackx.servlet;

import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.VisitorPseudonym;
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
import org.jspecify.annotations.Nullable;

/**
 * Reports what fails while a web application handles requests, and registers its sessions. The first
 * filter of the chain, for all dispatcher types, with asynchronous requests supported. Where the container
 * looks for {@link TrackXInitializer}, the endpoint alone registers it. In {@code web.xml}:
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
 * <p>or in code, such as for Spring Boot's {@code FilterRegistrationBean}:
 *
 * <pre>{@code
 * TrackXFilter.builder().endpoint(endpoint).sessions(Sessions.VISITOR).build()
 * }</pre>
 *
 * <p>One event for each failure, however many dispatches it goes through: an exception that leaves the
 * chain, which goes on unchanged; one that was caught below and answered with 5xx, where the container or
 * Spring's dispatcher leaves it in an attribute of the request; an error or a timeout of asynchronous
 * processing; an error of an error page. A {@code ServletException} is looked through; what it says itself is
 * {@code meta.http.wrapper}. Not reported is what
 * shows that a client went away, and an exception that carries a status of 4xx, of Spring or JAX-RS.
 *
 * <p>An event says method, status, route and dispatcher, {@code meta.http}, and its URI is that of the
 * route. Never headers, parameters, bodies, cookies, users or addresses.
 *
 * <p>The filter built by {@link #TrackXFilter()} has these options: {@code endpoint}, {@code origin}, {@code
 * release}, {@code environment}, {@code rateLimit}, {@code sessions}, {@code visitorSecret}, {@code noSessionFor}, {@code
 * clientAborts}, {@code ignore}, {@code keep}, {@code browserReports} and {@code cspReportOnly}, lists
 * separated by commas; see {@link Builder}. It reads init parameters of that name, then context parameters
 * and system properties such as {@code trackx.visitorSecret}, then the environment, {@code
 * TRACKX_VISITOR_SECRET}. An option that cannot be used is one warning, and has its default; with a
 * malformed endpoint the filter lets everything pass.
 *
 * <p>Any thread. Nothing blocks, nothing of ours throws, and no lock is shared between requests.
 */
public final class TrackXFilter implements Filter {
  /**
   * The attribute of a request by which an application, or a framework that the filter does not know,
   * names its route: {@code request.setAttribute(TrackXFilter.ROUTE, "/orders/{id}")}. A template within
   * the application, that holds nothing of the single request.
   */
  public static final String ROUTE = "app.trackx.route";

  private final @Nullable FilterOptions options;
  private final boolean automatic;
  private @Nullable FilterClient client; // of the thread that starts and ends the filter
  private volatile @Nullable Reporter reporter;
  private volatile @Nullable BrowserReports browserReports;

  /** A filter whose options are init parameters and the like, read when the container starts it. */
  public TrackXFilter() {
    this(null, false);
  }

  private TrackXFilter(@Nullable FilterOptions options, boolean automatic) {
    this.options = options;
    this.automatic = automatic;
  }

  /** One that nobody asked for: it lets everything pass if the application registers its own. */
  static TrackXFilter automatic() {
    return new TrackXFilter(null, true);
  }

  /**
   * The options of a filter that is registered in code.
   *
   * @return a builder, for one thread
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts the filter; opens a client if it has an endpoint of its own. Makes no connection, and never
   * throws.
   *
   * @param config of the container
   */
  @Override
  public void init(@Nullable FilterConfig config) {
    try {
      start(config);
    } catch (Throwable neverToTheHost) {
      if (reporter == null) {
        destroy(); // a client that it opened before it failed
      }
      ThreadStops.rethrow(neverToTheHost);
      Log.warn("TrackX's filter could not be started ("
          + neverToTheHost.getClass().getName() + "), so failures are not reported.");
    }
  }

  private void start(@Nullable FilterConfig config) {
    ServletContext context = config == null ? null : config.getServletContext();
    if (automatic && context != null && TrackXInitializer.isLeftToTheApplication(context)) {
      return;
    }
    FilterOptions wanted = options == null
        ? FilterOptions.of(new FilterSettings(config, context))
        : FilterOptions.of(options);
    FilterClient opened = wanted.open();
    if (opened != null) {
      client = opened;
      if (context != null) {
        OpenFilters.add(context, opened, automatic);
      }
      browserReports = BrowserReports.of(wanted);
      reporter = new Reporter(opened, wanted);
    }
    wanted.sayFaults();
  }

  /**
   * Hands the request on, and looks at what becomes of it.
   *
   * @param request is wrapped, if it is one of HTTP
   * @param response is wrapped if browser reports are on
   * @param chain what it throws is thrown unchanged
   * @throws IOException of the chain
   * @throws ServletException of the chain
   */
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Reporter target = reporter;
    RequestWatch watch = target == null ? null : RequestWatch.begin(request, target);
    if (watch == null) {
      chain.doFilter(request, response);
      return;
    }
    BrowserReports reports = browserReports;
    String before = watch.enter();
    try {
      chain.doFilter(watch, reports == null ? response : reports.on(response));
    } catch (Throwable error) {
      watch.failed(error, response);
      throw error;
    } finally {
      watch.leave(before);
    }
    watch.answered(response);
  }

  /** Ends the filter, and closes the client that it opened, which waits for two seconds at most. */
  @Override
  public void destroy() {
    FilterClient opened = client;
    reporter = null;
    client = null;
    if (opened != null) {
      try {
        opened.close();
      } catch (Throwable neverToTheHost) {
        // the application ends all the same
      }
    }
  }

  /** Options of a filter. For one thread; may be built from more than once. */
  public static final class Builder {
    private final FilterOptions options = new FilterOptions();

    Builder() {}

    /**
     * Where events go.
     *
     * @param endpoint {@code https://host/v1/<key>}. If nobody has called {@code TrackX.setup} the filter
     *     does, but for uncaught errors, so that {@code TrackX.sendEvent} and logging adapters share its
     *     client. If somebody has, that client is used if it reports to the same project. Null or blank, the
     *     default, for the client of {@code TrackX.setup} alone, which may come later; so is a placeholder
     *     that was not replaced, with a warning. With a malformed one the filter warns, and lets
     *     everything pass; with {@code off} it only does the latter
     * @return this
     */
    public Builder endpoint(@Nullable String endpoint) {
      options.endpoint = endpoint;
      return this;
    }

    /**
     * A client that events go to, whatever the endpoint.
     *
     * @param client is not closed here; null, the default, for none
     * @return this
     */
    public Builder client(@Nullable TrackXClient client) {
      options.client = client;
      return this;
    }

    /**
     * The {@code Origin} of what goes to the filter's own endpoint. See {@link
     * TrackXClient.Builder#origin}; a malformed one is a warning.
     *
     * @param origin one of the project's allowed origins; null for the default, {@code java}
     * @return this
     */
    public Builder origin(@Nullable String origin) {
      options.origin = origin;
      return this;
    }

    /**
     * What runs, {@code meta.release}.
     *
     * @param release null, the default, for none
     * @return this
     */
    public Builder release(@Nullable String release) {
      options.release = release;
      return this;
    }

    /**
     * Where it runs, {@code meta.environment}.
     *
     * @param environment null, the default, for none
     * @return this
     */
    public Builder environment(@Nullable String environment) {
      options.environment = environment;
      return this;
    }

    /**
     * How much goes to the filter's own endpoint. Sessions of many visitors need more than the default:
     * pings leave most of it to errors, so that 5 go at once and then 6 a minute. Raise the server's
     * limit first.
     *
     * @param rateLimit {@code RateLimit.of(30, 6, Duration.ofMinutes(1))} by default. The option {@code
     *     rateLimit} of a filter that is not built in code has a burst and a number a minute, {@code
     *     30,6}
     * @return this
     */
    public Builder rateLimit(RateLimit rateLimit) {
      options.rateLimit = Objects.requireNonNull(rateLimit, "rateLimit");
      return this;
    }

    /**
     * What counts as a session.
     *
     * @param sessions {@link Sessions#INSTANCE} by default
     * @return this
     */
    public Builder sessions(Sessions sessions) {
      options.sessions = Objects.requireNonNull(sessions, "sessions");
      return this;
    }

    /**
     * What makes tokens of visitors, for {@link Sessions#VISITOR}.
     *
     * @param visitors null, the default, for {@link VisitorPseudonym#random()}; several instances of an
     *     application need {@link VisitorPseudonym#ofSecret(CharSequence)}. The option {@code
     *     visitorSecret} of a filter that is not built in code
     * @return this
     */
    public Builder visitors(@Nullable VisitorPseudonym visitors) {
      options.visitors = visitors;
      return this;
    }

    /**
     * Which requests register no session, and belong to no visitor.
     *
     * @param patterns of paths within the application, such as {@code /health}, {@code /assets/*} or
     *     {@code *.css}, and, after {@code agent:}, of the {@code User-Agent}, without regard to case, such
     *     as {@code agent:*bot*}; {@code *} stands for any characters. They replace the default: health
     *     checks ({@code /actuator/health*}, {@code /health}, {@code /healthz}, {@code /livez}, {@code
     *     /readyz}), {@code /favicon.ico}, {@code /robots.txt}, style sheets, scripts, pictures and fonts by
     *     their extensions, and crawlers
     * @return this
     */
    public Builder noSessionFor(String... patterns) {
      options.noSessionFor = Arrays.asList(patterns.clone());
      return this;
    }

    /**
     * Adds to events what the application wants to know of requests.
     *
     * @param context null, the default, for nothing
     * @return this
     */
    public Builder httpContext(@Nullable HttpContext context) {
      options.httpContext = context;
      return this;
    }

    /**
     * Exceptions that say that the client went away, which is no event, and neither is what they caused.
     * An {@code IOException} that says "Broken pipe" or the like, in any language, of the container's own
     * connection, is one always.
     *
     * @param classNames full names, which stand for subclasses, too. They replace the default: {@code
     *     ClientAbortException} and {@code CloseNowException} of Tomcat, {@code EofException} of Jetty, and
     *     {@code AsyncRequestNotUsableException} of Spring
     * @return this
     */
    public Builder clientAborts(String... classNames) {
      options.clientAborts = Arrays.asList(classNames.clone());
      return this;
    }

    /**
     * Adds exceptions that are no event.
     *
     * @param classNames full names, which stand for subclasses, too
     * @return this
     */
    public Builder ignore(String... classNames) {
      options.ignored.addAll(Arrays.asList(classNames));
      return this;
    }

    /**
     * Adds exceptions that are an event even if they are ignored, say that a client went away, or carry a
     * status of 4xx.
     *
     * @param classNames full names, which stand for subclasses, too
     * @return this
     */
    public Builder keep(String... classNames) {
      options.kept.addAll(Arrays.asList(classNames));
      return this;
    }

    /**
     * Whether HTML responses have headers by which a browser sends reports of its own to the project:
     * {@code Reporting-Endpoints}, {@code Report-To} and {@code NEL}. A header that the application sets
     * itself stays as it is. They show the endpoint's key to visitors. Needs an {@link #endpoint}.
     *
     * @param browserReports false by default
     * @return this
     */
    public Builder browserReports(boolean browserReports) {
      options.browserReports = browserReports;
      return this;
    }

    /**
     * A policy whose violations browsers report, {@code Content-Security-Policy-Report-Only}; nothing is
     * blocked. Needs {@link #browserReports}.
     *
     * @param policy such as {@code default-src 'self'}, without {@code report-to} and {@code report-uri};
     *     null, the default, for none
     * @return this
     */
    public Builder cspReportOnly(@Nullable String policy) {
      options.cspReportOnly = policy;
      return this;
    }

    /**
     * A filter with these options, to be registered with a container, which starts it.
     *
     * @return never null
     */
    public TrackXFilter build() {
      return new TrackXFilter(new FilterOptions(options), false);
    }
  }
}
