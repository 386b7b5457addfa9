package app.trackx.local.internal.page;

import app.trackx.local.internal.http.AccessPolicy;
import app.trackx.local.internal.http.HttpError;
import app.trackx.local.internal.http.Request;
import app.trackx.local.internal.http.Response;
import app.trackx.local.internal.store.IssueStatus;
import app.trackx.local.internal.store.Store;
import app.trackx.local.internal.store.StoredEvent;
import app.trackx.local.internal.store.StoredIssue;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The web page: its static files and the API that provides its data and takes its changes. None of it is under {@code /v1/}, so it does
 * not change the protocol.
 *
 * <p>The page shows received text as plain text, and its content security policy permits only its own files to load or
 * run.
 */
public final class Page {
  private static final String JSON = "application/json";
  private static final Map<String, String> HEADERS = Map.of(
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      "X-Content-Type-Options",
      "nosniff",
      "X-Frame-Options",
      "DENY",
      "Referrer-Policy",
      "no-referrer",
      "Cross-Origin-Opener-Policy",
      "same-origin",
      "Cross-Origin-Resource-Policy",
      "same-origin");

  private static final Map<String, IssueStatus> ACTIONS = Map.of(
      "resolve", IssueStatus.RESOLVED,
      "ignore", IssueStatus.IGNORED,
      "reopen", IssueStatus.OPEN);

  private final Store store;
  private final PageData data;
  private final AccessPolicy accessPolicy;

  public Page(Store store, String key, SourceFiles sources, AccessPolicy accessPolicy) {
    this.store = store;
    this.data = new PageData(store, key, sources);
    this.accessPolicy = accessPolicy;
  }

  /** Returns the response, or null if the request is not for the page. */
  public @Nullable Response handle(Request request) throws HttpError {
    boolean reads = request.is("GET") || request.is("HEAD");
    Response file = reads ? PageFiles.at(request.path()) : null;
    if (file != null) {
      accessPolicy.checkHost(request);
      return file.with(HEADERS);
    }
    if (!request.path().startsWith("/api/")) {
      return null;
    }
    Response found = null;
    if (request.is("GET")) {
      accessPolicy.checkHost(request);
      accessPolicy.checkSite(request);
      found = data(request);
    } else if (request.is("POST")) {
      accessPolicy.checkHost(request);
      accessPolicy.checkChange(request);
      found = change(apiPath(request)) ? Response.OK : null;
    }
    return found == null ? null : found.with(HEADERS);
  }

  private static String apiPath(Request request) {
    return request.path().substring("/api/".length());
  }

  /** Makes a change: {@code clear}, or {@code issues/<id>/} and an action. Returns whether there is such an address. */
  private boolean change(String path) {
    if (path.equals("clear")) {
      store.clear();
      return true;
    }
    String[] parts = path.split("/", -1);
    if (parts.length != 3 || !parts[0].equals("issues")) {
      return false;
    }
    IssueStatus status = ACTIONS.get(parts[2]);
    return status == null
        ? parts[2].equals("clear") && store.remove(parts[1])
        : store.mark(parts[1], status);
  }

  private @Nullable Response data(Request request) throws HttpError {
    String path = apiPath(request);
    String[] parts = path.split("/", -1);
    try {
      if (path.equals("issues")) {
        return Response.of(JSON, data.issues(ListQuery.of(request.query())));
      }
      if (path.equals("changes")) {
        return Response.stream("text/event-stream", new ChangeStream(store));
      }
      if (parts.length == 2 && parts[0].equals("issues")) {
        StoredIssue issue = store.issue(parts[1]);
        return issue == null ? null : Response.of(JSON, data.issue(issue));
      }
      StoredEvent event = parts[0].equals("events") && parts.length > 1 ? event(parts[1]) : null;
      if (event != null && parts.length == 2) {
        return Response.of(JSON, data.event(event));
      }
      if (event != null && parts.length == 3 && parts[2].equals("body")) {
        return Response.of(JSON, event.bytes());
      }
      if (event != null && parts.length == 3 && parts[2].equals("sources")) {
        byte[] sources = data.sources(event);
        return sources == null ? Response.BUSY : Response.of(JSON, sources);
      }
      return null;
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }

  private @Nullable StoredEvent event(String serial) {
    try {
      return store.event(Long.parseLong(serial));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
