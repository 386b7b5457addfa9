package app.trackx.local.internal.api;

import app.trackx.local.internal.http.HttpError;
import app.trackx.local.internal.http.Request;
import app.trackx.local.internal.http.RequestBody;
import app.trackx.local.internal.http.Response;
import app.trackx.local.internal.http.Route;
import app.trackx.local.internal.json.JsonBody;
import app.trackx.local.internal.json.ParseBudget;
import app.trackx.local.internal.page.Page;
import app.trackx.local.internal.stack.StackFrame;
import app.trackx.local.internal.store.EventFields;
import app.trackx.local.internal.store.Project;
import app.trackx.local.internal.store.Store;
import app.trackx.local.internal.store.Visitor;
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
public final class Api {
  private static final int MAX_URI = 1000;
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

  public Api(
      Map<String, Project> projects, Store store, Page page, @Nullable AddressBuckets limit) {
    this.projects = Map.copyOf(projects);
    this.store = store;
    this.page = page;
    this.limit = limit;
  }

  public Response handle(Request request) {
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
    Route route = request.route();
    if (route == null) {
      Response found = page.handle(request);
      return found == null ? Response.NOT_FOUND : found;
    }
    boolean get = request.is("GET") || request.is("HEAD");
    if (route.is(Route.HEALTH)) {
      return get ? Response.OK : Response.NOT_FOUND;
    }
    if (limit != null && !limit.admit(request.socketIp())) {
      store.refused();
      return limit.refusal();
    }
    boolean post = request.is("POST");
    if (post && route.is(Route.EVENT)) {
      return event(request, route.key());
    }
    if ((post || get) && route.is(Route.PING)) {
      return ping(request, route.key());
    }
    if (post && route.is(Route.REPORT)) {
      return report(request, route.key());
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
    Project project = admit(key, request.header("Origin"));
    List<StackFrame> frames = fields.frames();
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
    store.ping(admit(key, request.header("Origin")), visitor);
    return request.is("GET") && request.header("Accept").contains("image")
        ? Pixel.RESPONSE
        : Response.OK;
  }

  /**
   * Stores the reports of a browser, each as an event. Checks are made in the order of the server's source. Browsers send
   * lists of reports without an Origin header; the URL of the first report then stands for it.
   */
  private Response report(Request request, String key) throws HttpError {
    String type = request.header("Content-Type");
    byte[] bytes = request.body().bytes();
    boolean isList = type.equals("application/reports+json")
        && bytes != null
        && bytes.length > 0
        && bytes[0] == '[';
    if (!isList) {
      checkOrigin(request);
    }
    checkKey(key);
    Visitor visitor = Visitor.of(request);
    if (type.isEmpty()) {
      throw new HttpError(400, "Invalid content type");
    }
    String mediaType = type.split(";", -1)[0];
    if (!REPORTS.contains(mediaType)) {
      throw new HttpError(422, "Invalid content type");
    }
    JsonBody body = reportBody(bytes);
    if (request.header("Origin").isEmpty()) {
      visitor = visitor.from(WebOrigin.ofFirstReport(body));
    }
    Visitor sender = visitor;
    Project project = admit(key, sender.origin());
    BrowserReport.read(
        body,
        mediaType,
        report -> store.event(project, report.event(), sender, report.issueId(project)));
    return Response.OK;
  }

  private static JsonBody reportBody(byte @Nullable [] bytes) throws HttpError {
    try {
      if (bytes != null && bytes.length > 0) {
        JsonBody body = JsonBody.of(bytes);
        if (!body.isArray()) {
          body.fields(); // it must be an object
        }
        return body;
      }
    } catch (HttpError invalidJson) {
      // the server's answer for reports is another one
    }
    throw new HttpError(400, "Invalid body");
  }

  /** Returns the project with the key if it allows the origin. */
  private Project admit(String key, String origin) throws HttpError {
    Project project = projects.get(key);
    if (project == null) {
      throw new HttpError(403, "Invalid key");
    }
    if (!project.allows(origin)) {
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
