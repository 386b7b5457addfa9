package app.trackx.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.local.Event;
import app.trackx.local.Session;
import app.trackx.local.TrackXLocal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootVersion;

/** Tests the unchanged application over real HTTP, with each Spring Boot version. */
class SpringBootAppTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String SHOP = "app.trackx.examples.boot.";

  private static TrackXLocal server;
  private static Shop shop;
  private static Shop alone;

  @BeforeAll
  static void open() {
    server = TrackXLocal.start();
    shop = Shop.open(ShopApplication.class, server.endpoint());
    alone = Shop.open(ShopAlone.class, "");
  }

  @AfterAll
  static void close() {
    alone.close();
    shop.close();
    server.close();
  }

  @BeforeEach
  void clear() {
    TrackX.flush(PATIENCE);
    server.clear();
  }

  @Test
  void springBoot_isTheOneOfThisBuild() {
    assertThat(SpringBootVersion.getVersion())
        .isNotNull()
        .isEqualTo(System.getProperty("spring-boot.version"));
  }

  @ParameterizedTest
  @CsvSource({
    "price, 500, java.lang.IllegalStateException, Orders.price",
    "stock, 500, app.trackx.examples.boot.StockUnknown, Orders.stock",
    "map, 500, app.trackx.examples.boot.MapMissing, Orders.map",
    "report, 500, java.lang.IllegalStateException, Orders.lambda$report",
    "tracking, 500, java.lang.IllegalStateException, Orders.lambda$tracking",
  })
  void failure_isOneEventOfItsRoute(String page, int status, String name, String callee)
      throws Exception {
    assertThat(shop.get("/orders/17/" + page + "?mail=bob@example.com", "Browser/1")
            .statusCode())
        .isEqualTo(status);

    Event event = onlyEvent();
    assertThat(event.name()).isEqualTo(name);
    assertThat(event.type()).isEqualTo(1);
    assertThat(event.frames().get(0).callee()).startsWith(SHOP + callee);
    assertThat(event.uri()).isEqualTo("http://localhost:" + shop.port() + "/orders/{id}/" + page);
    assertThat(http(event))
        .containsEntry("method", "GET")
        .containsEntry("status", (long) status)
        .containsEntry("route", "/orders/{id}/" + page);
    assertThat(event.json()).doesNotContain("bob", "Browser");
  }

  @ParameterizedTest
  @CsvSource({
    "carrier, 503, org.springframework.web.server.ResponseStatusException",
    "delivery, 503, org.springframework.web.context.request.async.AsyncRequestTimeoutException",
  })
  void statusOf5xx_isOneEvent(String page, int status, String name) throws Exception {
    assertThat(shop.get("/orders/17/" + page, "Browser/1").statusCode()).isEqualTo(status);

    Event event = onlyEvent();
    assertThat(event.name()).isEqualTo(name);
    assertThat(http(event))
        .containsEntry("status", (long) status)
        .containsEntry("route", "/orders/{id}/" + page);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /orders/17, 200",
    "GET, /orders/17/address, 400",
    "GET, /orders/17/label, 404",
    "GET, /orders/17/gift, 404",
    "GET, /orders/17/refund, 410",
    "GET, /orders/17/delivery/guess, 200",
    "GET, /orders/seventeen, 400",
    "DELETE, /orders/17, 405",
    "GET, /nowhere, 404",
  })
  void handledExceptions_areNoEvents(String method, String path, int status) throws Exception {
    assertThat(shop.send(method, path, "Browser/1").statusCode()).isEqualTo(status);
    shop.get("/orders/17/price", "Browser/1"); // earlier events would arrive before it

    assertThat(onlyEvent().frames().get(0).callee()).isEqualTo(SHOP + "Orders.price");
  }

  @ParameterizedTest
  @ValueSource(strings = {"confirmation", "archive"})
  void failureInTheBackground_belongsToTheVisitor(String task) throws Exception {
    shop.get("/orders/17/price", "Browser/1");
    assertThat(server.awaitEvents(1, PATIENCE)).isTrue();

    assertThat(shop.send("POST", "/orders/17/" + task, "Browser/1").statusCode())
        .isEqualTo(202);

    assertThat(server.awaitEvents(2, PATIENCE)).isTrue();
    assertThat(server.events().get(1).message()).endsWith("for order 17");
    assertThat(sessionsWithError()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"price", "stock", "carrier", "report", "tracking", "delivery"})
  void failures_eachOfAVisitor(String page) throws Exception {
    shop.get("/orders/1/" + page, "Browser/" + page + "/1");
    shop.get("/orders/2/" + page, "Browser/" + page + "/2");
    shop.get("/orders/3/" + page, "Browser/" + page + "/2");

    assertThat(server.awaitEvents(3, PATIENCE)).isTrue();
    assertThat(server.issues()).hasSize(1);
    assertThat(sessionsWithError()).hasSize(2);
  }

  @Test
  void timeouts_areAnIssueOfEachRoute() throws Exception {
    shop.get("/orders/1/delivery", "Browser/1");
    shop.get("/orders/2/delivery", "Browser/2");
    assertThat(server.awaitEvents(2, PATIENCE)).isTrue();

    assertThat(server.issues()).hasSize(1);
    assertThat(server.issues().get(0).message())
        .isEqualTo("asynchronous processing timed out: GET /orders/{id}/delivery");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/price",
        "/stock",
        "/map",
        "/address",
        "/label",
        "/carrier",
        "/gift",
        "/refund",
        "/report",
        "/tracking",
        "/delivery",
        "/delivery/guess",
        "/nowhere"
      })
  void answer_isTheOneWithoutTrackX(String page) throws Exception {
    HttpResponse<String> with = shop.get("/orders/17" + page, "Browser/1");
    HttpResponse<String> without = alone.get("/orders/17" + page, "Browser/1");

    assertThat(with.statusCode()).isEqualTo(without.statusCode());
    assertThat(untimed(with.body())).isEqualTo(untimed(without.body()));
    assertThat(with.headers().map().keySet()).isEqualTo(without.headers().map().keySet());
  }

  @Test
  void stack_isTheApplicationsAndEndsAtTheFilter() throws Exception {
    shop.get("/orders/17/price", "Browser/1");

    assertThat(onlyEvent().frames())
        .noneMatch(frame -> frame.callee().startsWith("app.trackx.servlet."))
        .noneMatch(frame -> frame.callee().startsWith("org.apache.catalina.connector."));
  }

  private static Event onlyEvent() {
    assertThat(server.awaitEvents(1, PATIENCE)).isTrue();
    TrackX.flush(PATIENCE);
    List<Event> events = server.events();
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  /** Returns sessions of this test only: a ping of the previous test may still arrive. */
  private static List<Session> sessionsWithError() {
    return server.sessions().stream().filter(Session::withError).toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> http(Event event) {
    return (Map<String, Object>) event.meta().get("http");
  }

  private static String untimed(String body) {
    return body.replaceAll("\"timestamp\":\"[^\"]*\"", "");
  }
}
