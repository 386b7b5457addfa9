package app.trackx.examples.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.local.Issue;
import app.trackx.local.Session;
import app.trackx.local.TrackXLocal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs the unchanged program in its own JVM. */
class ServletAppTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void twentyVisitors_threeOfWhomMeetAFailure_areTwentySessionsThreeWithError() throws Exception {
    try (TrackXLocal server = TrackXLocal.start();
        Shop shop = Shop.open(server.endpoint())) {
      for (int visitor = 1; visitor <= 20; visitor++) {
        shop.get("/", "Browser/" + visitor);
        shop.get("/?page=2", "Browser/" + visitor);
      }
      for (int visitor = 5; visitor <= 15; visitor += 5) {
        String page = "/checkout?mail=visitor" + visitor + "@example.com";
        assertThat(shop.get(page, "Browser/" + visitor).statusCode()).isEqualTo(500);
      }
      shop.get("/", "Browser/20");

      assertThat(server.awaitEvents(3, PATIENCE)).isTrue();
      Shop.await(() -> server.sessions().size() >= 20, PATIENCE);
      shop.stop();

      assertThat(server.sessions()).hasSize(20).filteredOn(Session::withError).hasSize(3);
      assertThat(server.events()).hasSize(3);
      assertThat(server.issues())
          .singleElement()
          .returns(3, Issue::eventCount)
          .returns(3, Issue::sessionCount);
    }
  }

  @Test
  void failure_hasRequestData_andNoVisitorData() throws Exception {
    try (TrackXLocal server = TrackXLocal.start();
        Shop shop = Shop.open(server.endpoint())) {
      shop.get("/checkout?mail=bob@example.com", "Browser/1");

      assertThat(server.awaitEvents(1, PATIENCE)).isTrue();
      Event event = server.events().get(0);
      assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
      assertThat(event.message()).isEqualTo("no price for the cart of [email]");
      assertThat(event.uri()).isEqualTo("http://localhost:" + shop.port() + "/checkout");
      assertThat(event.meta().get("http"))
          .isEqualTo(Map.of(
              "method", "GET", "status", 500L, "route", "/checkout", "dispatcher", "REQUEST"));
      assertThat(event.frames().get(0).callee())
          .isEqualTo("app.trackx.examples.servlet.Main.doGet");
      assertThat(event.frames())
          .noneMatch(frame -> frame.callee().contains("app.trackx.servlet.TrackXFilter"))
          .noneMatch(frame -> frame.callee().contains("eclipse.jetty.server.Server"));
      assertThat(event.json()).doesNotContain("bob", "mail=", "Browser", "127.0.0.1\"");
    }
  }

  @Test
  void noPerson_noSession() throws Exception {
    try (TrackXLocal server = TrackXLocal.start();
        Shop shop = Shop.open(server.endpoint())) {
      for (String path : List.of("/health", "/favicon.ico", "/robots.txt", "/shop.css")) {
        shop.get(path, "Browser/1");
      }
      shop.get("/", "kube-probe/1.31");
      shop.get("/", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");
      shop.get("/", "Browser/2");

      Shop.await(() -> !server.sessions().isEmpty(), PATIENCE);
      shop.stop();

      assertThat(server.sessions()).hasSize(1);
    }
  }

  @Test
  void answers_areThoseOfTheShop() throws Exception {
    try (TrackXLocal server = TrackXLocal.start();
        Shop watched = Shop.open(server.endpoint());
        Shop alone = Shop.open(null)) {
      for (String path : List.of("/", "/checkout?mail=none")) {
        HttpResponse<String> with = watched.get(path, "Browser/1");
        HttpResponse<String> without = alone.get(path, "Browser/1");

        assertThat(with.statusCode()).isEqualTo(without.statusCode());
        assertThat(with.headers().map().keySet())
            .isEqualTo(without.headers().map().keySet());
        assertThat(with.headers().map()).doesNotContainKey("set-cookie");
      }
      assertThat(watched.get("/", "Browser/1").body()).isEqualTo("Welcome to the shop\n");
    }
  }

  @Test
  void withoutEndpoint_shopStaysUp() throws Exception {
    try (Shop shop = Shop.open(null)) {
      assertThat(shop.get("/", "Browser/1").statusCode()).isEqualTo(200);
      assertThat(shop.get("/checkout", "Browser/1").statusCode()).isEqualTo(500);
      assertThat(shop.stop()).containsOnlyOnce("WARN app.trackx");
    }
  }

  @Test
  void stopped_whatIsPendingIsSent() throws Exception {
    try (TrackXLocal server = TrackXLocal.start();
        Shop shop = Shop.open(server.endpoint())) {
      IntStream.range(0, 5).parallel().forEach(i -> shop.get("/checkout?i=" + i, "Browser/" + i));
      shop.stop();

      assertThat(server.sessions()).hasSize(5).allMatch(Session::withError);
    }
  }
}
