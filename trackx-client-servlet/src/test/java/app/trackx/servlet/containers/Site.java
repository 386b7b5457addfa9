package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import app.trackx.servlet.TrackXFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A web application with a TrackXFilter, the TrackX server that it reports to, and a browser. Each
 * has its own context path in the container of this JVM.
 */
final class Site implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(20);

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final HttpClient BROWSER = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(LONG)
      .build();

  final TrackXLocal server = TrackXLocal.start();
  final TrackXClient client =
      TrackXClient.builder(server.endpoint()).rateLimit(RateLimit.none()).build();
  final TrackXFilter.Builder filter = TrackXFilter.builder().client(client);
  final Traffic traffic = new Traffic();
  final WebApp app = new WebApp("/shop" + NUMBER.incrementAndGet());

  private final List<Consumer<ServletContext>> parts = new ArrayList<>();
  private boolean withFilter = true;
  private Container.Deployed deployed;

  /** Adds a servlet, which may start asynchronous processing. */
  Site servlet(String pattern, Handler handler) {
    return with(context -> {
      ServletRegistration.Dynamic one = context.addServlet(pattern, handler.servlet());
      one.setAsyncSupported(true);
      one.addMapping(pattern);
    });
  }

  /** Adds a filter behind TrackX's, for all dispatches. */
  Site inner(Around inner) {
    return with(context -> addFilter(context, "inner" + parts.size(), inner));
  }

  /** Maps an error status to a path of this application. */
  Site errorPage(int status, String path) {
    app.pagesByStatus.put(status, path);
    return this;
  }

  /** Maps an exception type to a path of this application. */
  Site errorPage(Class<? extends Throwable> type, String path) {
    app.pagesByType.put(type, path);
    return this;
  }

  /** Customizes the application before it starts. */
  Site with(Consumer<ServletContext> part) {
    parts.add(part);
    return this;
  }

  /** Omits TrackX's filter, to test without it or with another registration. */
  Site withoutFilter() {
    withFilter = false;
    return this;
  }

  Site start() {
    app.initializers.add(0, (classes, context) -> {
      addFilter(context, "traffic", traffic);
      if (withFilter) {
        addFilter(context, "trackx", filter.build());
      }
      parts.forEach(part -> part.accept(context));
    });
    try {
      deployed = Container.shared().deploy(app);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  static void addFilter(ServletContext context, String name, Filter filter) {
    FilterRegistration.Dynamic one = context.addFilter(name, filter);
    one.setAsyncSupported(true);
    one.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), true, "/*");
  }

  /** Returns the URL of a path, such as {@code http://127.0.0.1:8080/shop1/orders}. */
  String url(String path) {
    return "http://127.0.0.1:" + Container.shared().port() + app.contextPath + path;
  }

  /** Requests a page and waits for the complete response. */
  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path))).timeout(LONG);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** Submits a form once, regardless of the outcome; a browser might repeat a GET. */
  void post(String path) {
    try {
      send(HttpRequest.newBuilder(URI.create(url(path)))
          .timeout(LONG)
          .POST(HttpRequest.BodyPublishers.noBody())
          .build());
    } catch (IllegalStateException brokenOff) {
      // the test asserts on the server's view
    }
  }

  static HttpResponse<String> send(HttpRequest request) {
    try {
      return BROWSER.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the server has all captured events. */
  List<Event> events() {
    traffic.awaitIdle();
    assertThat(client.flush(LONG)).as("delivered").isTrue();
    return server.events();
  }

  /** Returns the only event. */
  Event event() {
    server.awaitEvents(1, LONG);
    List<Event> all = events();
    assertThat(all).as("events of %s requests", traffic.requests).hasSize(1);
    return all.get(0);
  }

  /** Returns the {@code meta.http} of an event, with values as text. */
  static Map<String, String> http(Event event) {
    Map<String, String> texts = new TreeMap<>();
    ((Map<?, ?>) event.meta().get("http"))
        .forEach((key, value) -> texts.put(key.toString(), String.valueOf(value)));
    return texts;
  }

  /** Stops the application but not the server. */
  void undeploy() {
    try {
      if (deployed != null) {
        deployed.undeploy();
        deployed = null;
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      undeploy();
    } finally {
      client.close();
      server.close();
    }
  }
}
