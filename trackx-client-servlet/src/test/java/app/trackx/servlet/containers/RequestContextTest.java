package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.EventType;
import app.trackx.RequestContext;
import app.trackx.TrackXClient;
import app.trackx.local.Event;
import app.trackx.servlet.TrackXFilter;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every event of a request knows it, whoever captured it. */
class RequestContextTest {
  private final Site site = new Site();
  private final ExecutorService pool = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    site.close();
    pool.shutdownNow();
  }

  private static void log(TrackXClient client, Throwable error) {
    client
        .capture(EventType.CUSTOM_LOGGER)
        .reason(error)
        .meta("log", "could not order")
        .send();
  }

  @Test
  void loggedAndRethrown_isOneEvent_withWhatFilterAndLogKnew() {
    site.servlet("/orders/*", (request, response) -> {
          IllegalStateException error = new IllegalStateException("no stock");
          log(site.client, error);
          throw error;
        })
        .start();
    site.get("/orders/42");
    Event event = site.event();

    assertThat(event.type()).isEqualTo(EventType.UNHANDLED_ERROR.code());
    assertThat(event.meta()).containsEntry("log", "could not order");
    assertThat(event.uri()).endsWith(site.app.contextPath + "/orders/*");
    assertThat(Site.http(event))
        .containsEntry("method", "GET")
        .containsEntry("route", site.app.contextPath + "/orders/*")
        .containsEntry("status", "500");
  }

  @Test
  void loggedInAWrapperOfTheFailure_isOneEvent() {
    site.servlet("/orders", (request, response) -> {
          IllegalStateException error = new IllegalStateException("no stock");
          log(site.client, new RuntimeException("order failed", error));
          throw error;
        })
        .start();
    site.get("/orders");
    Event event = site.event();

    assertThat(event.meta()).containsEntry("log", "could not order");
    assertThat(Site.http(event)).containsEntry("status", "500");
  }

  @Test
  void handled_carriesRouteAndStatus() {
    site.servlet("/orders", (request, response) -> {
          log(site.client, new IllegalStateException("no stock"));
          response.setStatus(409);
        })
        .start();
    site.get("/orders");
    Event event = site.event();

    assertThat(event.type()).isEqualTo(EventType.CUSTOM_LOGGER.code());
    assertThat(Site.http(event)).containsEntry("status", "409").containsEntry("method", "GET");
    assertThat(event.uri()).startsWith("http://127.0.0.1").endsWith("/orders");
  }

  @Test
  void routeThatIsNamedLate_isOnTheEvent() {
    site.servlet("/orders/*", (request, response) -> {
          site.client.sendEvent(new IllegalStateException("early"));
          request.setAttribute(TrackXFilter.ROUTE, "/orders/{id}");
          site.client.sendEvent(new IllegalArgumentException("late"));
        })
        .start();
    site.get("/orders/42");
    site.server.awaitEvents(2, Site.LONG);

    assertThat(site.events())
        .extracting(event -> Site.http(event).get("route"))
        .containsExactly(site.app.contextPath + "/orders/*", site.app.contextPath + "/orders/{id}");
  }

  @Test
  void taskOfAnotherThread_followsItsRequest() throws Exception {
    site.servlet("/orders", (request, response) -> {
          AsyncContext async = request.startAsync();
          pool.execute(RequestContext.wrap((Runnable) () -> {
            log(site.client, new IllegalStateException("no stock"));
            ((HttpServletResponse) async.getResponse()).setStatus(202);
            async.complete();
          }));
        })
        .start();
    site.get("/orders");

    assertThat(Site.http(site.event()))
        .containsEntry("route", site.app.contextPath + "/orders")
        .containsEntry("status", "202");
  }

  @Test
  void taskOfAsyncContext_followsItsRequest() {
    site.servlet("/orders", (request, response) -> {
          AsyncContext async = request.startAsync();
          async.start(() -> {
            site.client.sendEvent(new IllegalStateException("no stock"));
            async.complete();
          });
        })
        .start();
    site.get("/orders");

    assertThat(Site.http(site.event()))
        .containsEntry("route", site.app.contextPath + "/orders")
        .containsEntry("status", "200");
  }

  @Test
  void nextRequestOfTheThread_hasNothingOfTheLast() {
    site.servlet("/a", (request, response) -> site.client.sendEvent(new IllegalStateException("a")))
        .servlet("/b", (request, response) -> {})
        .start();
    for (int i = 0; i < 40; i++) {
      site.get(i % 2 == 0 ? "/a" : "/b");
    }
    pool.execute(() -> site.client.sendEvent(new IllegalArgumentException("outside")));
    site.server.awaitEvents(21, Site.LONG);

    assertThat(site.events())
        .filteredOn(event -> event.name().endsWith("ArgumentException"))
        .singleElement()
        .satisfies(event -> assertThat(event.meta()).doesNotContainKey("http"));
  }
}
