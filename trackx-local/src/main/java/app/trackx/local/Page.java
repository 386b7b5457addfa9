package app.trackx.local;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The web page: its static files and the read-only API that provides its data. None of it is under {@code /v1/}, so it does
 * not change the protocol.
 *
 * <p>The page shows received text as plain text, and its content security policy permits only its own files to load or
 * run.
 */
final class Page {
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

  private final Store store;
  private final PageData data;
  private final AccessPolicy accessPolicy;

  Page(Store store, String key, SourceFiles sources, AccessPolicy accessPolicy) {
    this.store = store;
    this.data = new PageData(store, key, sources);
    this.accessPolicy = accessPolicy;
  }

  /** Returns the response, or null if the request is not for the page. */
  @Nullable
  Response handle(Request request) throws HttpError {
    boolean reads = request.is("GET") || request.is("HEAD");
    Response file = reads ? PageFiles.at(request.path()) : null;
    if (file != null) {
      accessPolicy.checkHost(request);
      return file.with(HEADERS);
    }
    if (!request.is("GET") || !request.path().startsWith("/api/")) {
      return null;
    }
    accessPolicy.checkHost(request);
    accessPolicy.checkSite(request);
    Response found = data(request.path().substring("/api/".length()));
    return found == null ? null : found.with(HEADERS);
  }

  private @Nullable Response data(String path) {
    String[] parts = path.split("/", -1);
    try {
      if (path.equals("issues")) {
        return Response.of(JSON, data.issues());
      }
      if (path.equals("changes")) {
        return Response.stream("text/event-stream", new ChangeStream(store));
      }
      if (parts.length == 2 && parts[0].equals("issues")) {
        Issue issue = store.issue(parts[1]);
        return issue == null ? null : Response.of(JSON, data.issue(issue));
      }
      Event event = parts[0].equals("events") && parts.length > 1 ? event(parts[1]) : null;
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

  private @Nullable Event event(String serial) {
    try {
      return store.event(Long.parseLong(serial));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
