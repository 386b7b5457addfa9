package app.trackx.local;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The handler of protocol requests. Checks are made in the order of the server's source: body size and JSON, presence of
 * the Origin header, format of the key; then, for an event, parameters, properties, IP address, user agent and page, for
 * a ping, IP address, user agent and parameters; last, for both, whether the key and the origin are registered. Reports of
 * browsers have an order of their own. All other requests are passed to the page. A request limit comes before all
 * checks, since it stands for a server in front.
 *
 * <p>An event is stored before the response is sent, so that tests find it as soon as the client's call returns. The real
 * server stores it afterwards.
 */
final class Api {
  private static final int MAX_URI = 1000;
  private static final Set<String> LIMITED = Set.of("event", "ping", "report");
  private static final Set<String> REPORTS = Set.of(
      "application/reports+json",
      "application/csp-report",
      "application/expect-ct-report+json",
      "application/json",
      "text/plain");

  private final Map<String, Project> projects;
  private final Store store;
  private final Page page;
  private final @Nullable AddressBuckets limit;

  Api(Map<String, Project> projects, Store store, Page page, @Nullable AddressBuckets limit) {
    this.projects = Map.copyOf(projects);
    this.store = store;
    this.page = page;
    this.limit = limit;
  }

  Response handle(Request request) {
    int size = request.body().size();
    ParseBudget.RECEIVED.acquire(size);
    try {
      return route(request);
    } catch (HttpError error) {
      return error.response();
    } finally {
      ParseBudget.RECEIVED.release(size);
    }
  }

  private Response route(Request request) throws HttpError {
    if (request.path().equals("/health")) {
      return request.is("GET") ? Response.OK : Response.NOT_FOUND;
    }
    String[] parts = request.path().split("/", -1);
    if (parts.length != 4 || !parts[1].equals("v1") || parts[2].isEmpty()) {
      Response found = page.handle(request);
      return found == null ? Response.NOT_FOUND : found;
    }
    if (limit != null && LIMITED.contains(parts[3]) && !limit.admit(request.socketIp())) {
      store.refused();
      return limit.refusal();
    }
    boolean post = request.is("POST");
    if (post && parts[3].equals("event")) {
      return event(request, parts[2]);
    }
    if ((post || request.is("GET")) && parts[3].equals("ping")) {
      return ping(request, parts[2]);
    }
    if (post && parts[3].equals("report")) {
      return report(request, parts[2]);
    }
    return Response.NOT_FOUND;
  }

  private Response event(Request request, String key) throws HttpError {
    JsonBody body = JsonBody.of(request.body().bytes());
    checkOrigin(request);
    checkKey(key);
    checkParameters(request);
    EventFields fields = EventFields.of(body);
    Visitor visitor = Visitor.of(request);
    String page = page(request, fields);
    Project project = admit(request, key);
    List<Frame> frames = fields.frames();
    if (!fields.isLost() && StoredSize.of(fields, frames, visitor, page) <= RequestBody.LIMIT) {
      store.event(project, fields, frames, visitor);
    }
    return Response.OK;
  }

  private Response ping(Request request, String key) throws HttpError {
    JsonBody.of(request.body().bytes());
    checkOrigin(request);
    checkKey(key);
    Visitor visitor = Visitor.of(request);
    checkParameters(request);
    store.ping(admit(request, key), visitor);
    return request.is("GET") && request.header("Accept").contains("image")
        ? Pixel.RESPONSE
        : Response.OK;
  }

  /** Stores the reports of a browser, each as an event. Checks are made in the order of the server's source. */
  private Response report(Request request, String key) throws HttpError {
    checkOrigin(request);
    checkKey(key);
    Visitor visitor = Visitor.of(request);
    String type = request.header("Content-Type");
    if (type.isEmpty()) {
      throw new HttpError(400, "Invalid content type");
    }
    String mediaType = type.split(";", -1)[0];
    if (!REPORTS.contains(mediaType)) {
      throw new HttpError(422, "Invalid content type");
    }
    List<BrowserReport> reports = BrowserReport.read(reportBody(request), mediaType);
    Project project = admit(request, key);
    for (BrowserReport report : reports) {
      store.event(project, report.event(), visitor, report.issueId(project));
    }
    return Response.OK;
  }

  private static JsonBody reportBody(Request request) throws HttpError {
    byte[] bytes = request.body().bytes();
    try {
      if (bytes != null && bytes.length > 0) {
        return JsonBody.of(bytes);
      }
    } catch (HttpError invalidJson) {
      // the server's answer for reports is another one
    }
    throw new HttpError(400, "Invalid body");
  }

  /** Returns the project with the key if it allows the request's origin. */
  private Project admit(Request request, String key) throws HttpError {
    Project project = projects.get(key);
    if (project == null) {
      throw new HttpError(403, "Invalid key");
    }
    if (!project.allows(request.header("Origin"))) {
      throw new HttpError(403, "Invalid origin");
    }
    return project;
  }

  /** Returns the page that an event is shown with: its own, or else the Referer or Origin header. */
  private static String page(Request request, EventFields fields) throws HttpError {
    String referer = request.header("Referer");
    String page = referer.isEmpty() ? request.header("Origin") : referer;
    if (fields.uri != null && !fields.uri.isEmpty()) {
      page = fields.uri;
    }
    if (page.length() > MAX_URI) {
      throw new HttpError(400, "Invalid uri, referer, or origin");
    }
    return page;
  }

  private static void checkOrigin(Request request) throws HttpError {
    if (request.header("Origin").isEmpty()) {
      throw new HttpError(403, "Invalid origin");
    }
  }

  private static void checkKey(String key) throws HttpError {
    if (!Project.isKey(key)) {
      throw new HttpError(403, "Invalid key");
    }
  }

  private static void checkParameters(Request request) throws HttpError {
    if (request.hasParameters()) {
      throw new HttpError(400, "Unexpected param");
    }
  }
}
