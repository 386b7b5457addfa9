package app.trackx.servlet;

import app.trackx.TrackXClient;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The path of an application to which browsers send their reports. The filter answers its requests
 * itself, so no servlet and no other filter behind it sees them.
 *
 * <p>Anybody may send requests to it, so few are read at a time, each up to a size and for a time;
 * the container bounds a single read. Others are refused unread. Nothing that a request contains is
 * part of a response. Thread-safe.
 */
final class ReportPath {
  /** The path within the context path. */
  static final String PATH = "/trackx-report";

  static final int MOST_BYTES = 64 * 1024;

  /** The client has no room for more. */
  static final int MOST_REPORTS = 64;

  private static final int MOST_READERS = 4;
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int FIRST_BYTES = 4 * 1024;

  private static final int ACCEPTED = 204;
  private static final int MALFORMED = 400;
  private static final int FOREIGN = 403;
  private static final int NOT_A_POST = 405;
  private static final int TOO_SLOW = 408;
  private static final int TOO_LARGE = 413;
  private static final int NOT_A_REPORT = 415;
  private static final int FAILED = 500;
  private static final int BUSY = 503;

  private final FilterClient client;
  private final RouteTemplates routes;
  private final @Nullable WebUrl origin;
  private final Semaphore readers = new Semaphore(MOST_READERS);

  private ReportPath(FilterClient client, RouteTemplates routes, @Nullable WebUrl origin) {
    this.client = client;
    this.routes = routes;
    this.origin = origin;
  }

  /** Creates the path; null unless the reports are to go through the application. */
  static @Nullable ReportPath of(
      FilterOptions options, FilterClient client, @Nullable ServletContext context) {
    return options.browserReports == BrowserReports.THROUGH_APPLICATION
        ? new ReportPath(client, new RouteTemplates(context), WebUrl.parse(options.origin))
        : null;
  }

  /** Remembers the route of a request, for reports of its page. Never throws. */
  void learn(ServletRequest request) {
    if (request instanceof HttpServletRequest) {
      routes.learn((HttpServletRequest) request);
    }
  }

  /** Answers a request of this path; returns false if it is one of another path. Never throws. */
  boolean handles(ServletRequest request, ServletResponse response) {
    try {
      return request instanceof HttpServletRequest
          && response instanceof HttpServletResponse
          && handles((HttpServletRequest) request, (HttpServletResponse) response);
    } catch (Throwable neverToTheHost) {
      return false; // a request that throws
    }
  }

  private boolean handles(HttpServletRequest request, HttpServletResponse response) {
    String uri = request.getRequestURI();
    if (uri == null
        || !uri.contains(PATH)
        || !FilterRequests.pathWithinApplication(request).equals(PATH)) {
      return false;
    }
    int status = FAILED;
    try {
      status = answer(request);
    } catch (IOException goneOrMalformed) {
      status = MALFORMED;
    } catch (Throwable neverToTheHost) {
      // out of memory, or a request that throws
    }
    response.setStatus(status); // sendError would show the application's error page
    response.setHeader("Cache-Control", "no-store");
    if (status == NOT_A_POST) {
      response.setHeader("Allow", "POST");
    }
    return true;
  }

  private int answer(HttpServletRequest request) throws IOException {
    if (!"POST".equals(request.getMethod())) {
      return NOT_A_POST;
    }
    WebUrl own = WebUrl.parse(RequestInfo.origin(request).toString());
    if (own == null || !isFromHere(request, own)) {
      return FOREIGN;
    }
    if (!isReport(request.getContentType())) {
      return NOT_A_REPORT;
    }
    if (request.getContentLengthLong() > MOST_BYTES) {
      return TOO_LARGE;
    }
    if (!readers.tryAcquire()) {
      return BUSY;
    }
    try {
      return read(request, own);
    } finally {
      readers.release();
    }
  }

  /**
   * Returns whether a page of this application may have sent the request. Not all browsers send
   * these headers with reports, so the URLs in the reports are checked as well.
   */
  private boolean isFromHere(HttpServletRequest request, WebUrl own) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin")) {
      return false;
    }
    String sender = request.getHeader("Origin");
    if (sender == null) {
      return true;
    }
    WebUrl url = WebUrl.parse(sender);
    return url != null && (url.hasHostOf(own) || (origin != null && url.hasHostOf(origin)));
  }

  private static boolean isReport(@Nullable String type) {
    if (type == null) {
      return false;
    }
    int end = type.indexOf(';');
    String media = (end < 0 ? type : type.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    return media.equals("application/reports+json") || media.equals("application/csp-report");
  }

  private int read(HttpServletRequest request, WebUrl own) throws IOException {
    long start = System.nanoTime();
    InputStream in = request.getInputStream();
    byte[] bytes = new byte[FIRST_BYTES];
    int count = 0;
    for (int read = in.read(bytes); read >= 0; read = in.read(bytes, count, bytes.length - count)) {
      count += read;
      if (count > MOST_BYTES) {
        return TOO_LARGE;
      }
      if (System.nanoTime() - start > MOST_NANOS) {
        return TOO_SLOW;
      }
      if (count == bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.min(2 * count, MOST_BYTES + 1));
      }
    }
    send(JsonText.parse(new String(bytes, 0, count, "UTF-8")), own);
    return ACCEPTED;
  }

  private void send(@Nullable Object value, WebUrl own) throws IOException {
    List<?> reports = value instanceof List ? (List<?>) value : Collections.singletonList(value);
    TrackXClient target = client.current();
    ReportContent content = new ReportContent(own, routes);
    WebUrl other = origin;
    for (Object report : reports.subList(0, Math.min(reports.size(), MOST_REPORTS))) {
      if (!(report instanceof Map)) {
        throw new IOException("no report");
      }
      Map<String, Object> reduced = content.of((Map<?, ?>) report);
      if (reduced == null && other != null) {
        reduced = new ReportContent(other, routes).of((Map<?, ?>) report);
      }
      if (reduced != null && target != null) {
        target.sendReport(reduced);
      }
    }
  }
}
