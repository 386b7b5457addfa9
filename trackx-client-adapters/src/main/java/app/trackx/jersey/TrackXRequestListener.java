package app.trackx.jersey;

import app.trackx.EventType;
import app.trackx.TrackX;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.internal.process.MappableException;
import org.glassfish.jersey.server.monitoring.ApplicationEvent;
import org.glassfish.jersey.server.monitoring.ApplicationEventListener;
import org.glassfish.jersey.server.monitoring.RequestEvent;
import org.glassfish.jersey.server.monitoring.RequestEventListener;
import org.glassfish.jersey.uri.UriTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Reports requests of Jersey that end with an exception and a status of 500 or above, in any container,
 * such as Grizzly or Dropwizard. Jersey logs such an exception at a level below errors, or leaves that to
 * the container; exception mappers may tell nobody.
 *
 * <pre>{@code
 * resourceConfig.register(TrackXRequestListener.class);
 * environment.jersey().register(new TrackXRequestListener()); // Dropwizard
 * }</pre>
 *
 * <p>Reports go to the client of {@link TrackX#setup(String)}, with method, route and status of the request
 * as {@code meta.http}. The route consists of the {@code @Path} templates; never the path itself. Responses
 * stay as they are. An exception that is mapped to a status below 500 is not reported. Thread-safe.
 */
public final class TrackXRequestListener implements ApplicationEventListener, RequestEventListener {
  private static final int SERVER_ERROR = 500;

  /** Creates a listener. */
  public TrackXRequestListener() {}

  @Override
  public void onEvent(ApplicationEvent event) {
    // requests alone matter
  }

  @Override
  public RequestEventListener onRequest(RequestEvent start) {
    return this;
  }

  /**
   * Reports the request's exception when the request has ended. Never throws.
   *
   * @param event of a request
   */
  @Override
  public void onEvent(RequestEvent event) {
    if (event.getType() != RequestEvent.Type.FINISHED) {
      return;
    }
    try {
      Throwable error = event.getException();
      int status = statusOf(event.getContainerResponse());
      if (error != null && status >= SERVER_ERROR) {
        String route = route(event);
        TrackX.client()
            .capture(EventType.UNHANDLED_ERROR)
            .reason(unwrapped(error))
            .thread(nameOfThread(event.getContainerRequest(), route))
            .meta("http", http(event, route, status))
            .send();
      }
    } catch (Throwable neverToTheHost) {
      // a Jersey that differs from the tested ones
    }
  }

  /** Returns the response's status, or what the container answers with if no mapper made a response. */
  private static int statusOf(@Nullable ContainerResponse response) {
    return response == null ? SERVER_ERROR : response.getStatus();
  }

  private static Throwable unwrapped(Throwable error) {
    Throwable cause = error.getCause();
    return error instanceof MappableException && cause != null ? cause : error;
  }

  /** Returns the thread's name with the route in place of the path, which Dropwizard puts there. */
  private static String nameOfThread(ContainerRequest request, String route) {
    String name = Thread.currentThread().getName();
    String path = request.getRequestUri().getRawPath();
    int at = path.length() > 1 ? name.indexOf(path) : -1;
    return at < 0 ? name : name.substring(0, at) + route;
  }

  private static Map<String, Object> http(RequestEvent event, String route, int status) {
    Map<String, Object> http = new LinkedHashMap<>();
    http.put("method", event.getContainerRequest().getMethod());
    if (!route.isEmpty()) {
      http.put("route", route);
    }
    http.put("status", status);
    return http;
  }

  private static String route(RequestEvent event) {
    StringBuilder route = new StringBuilder();
    List<UriTemplate> templates = event.getUriInfo().getMatchedTemplates(); // the innermost first
    for (int i = templates.size() - 1; i >= 0; i--) {
      String template = templates.get(i).getTemplate();
      if (!"/".equals(template)) {
        route.append(template);
      }
    }
    return route.toString();
  }
}
