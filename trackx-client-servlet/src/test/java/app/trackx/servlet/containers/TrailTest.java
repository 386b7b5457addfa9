package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.adapter.LogTrail;
import app.trackx.local.Event;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The log records of a request, as an adapter to a logging library adds them. */
class TrailTest {
  private static final String SPRING =
      "org.springframework.web.servlet.DispatcherServlet.EXCEPTION";

  private final Site site = new Site();
  private final ExecutorService pool = Executors.newFixedThreadPool(2);

  @BeforeAll
  static void use() {
    LogTrail.use();
  }

  @AfterEach
  void close() {
    pool.shutdownNow();
    site.close();
  }

  /** Logs a literal, as an adapter does. */
  private static void log(String literal) {
    if (LogTrail.isOpen()) {
      LogTrail.add(System.currentTimeMillis(), "INFO", "shop.Orders", literal, true);
    }
  }

  private static List<Object> trail(Event event) {
    List<Object> templates = new ArrayList<>();
    Object trail = event.meta().get("trail");
    for (Object record : trail == null ? List.of() : (List<?>) trail) {
      templates.add(((Map<?, ?>) record).get("template"));
    }
    return templates;
  }

  @Test
  void thrown_hasTheRecordsOfItsRequest() {
    site.servlet("/orders", (request, response) -> {
          log("ordered {}");
          throw new IllegalStateException("no stock");
        })
        .start();
    site.get("/orders");

    assertThat(trail(site.event())).containsExactly("ordered {}");
  }

  @Test
  void answeredByAHandler_hasTheRecordsOfItsRequest() {
    site.servlet("/orders", (request, response) -> {
          log("ordered {}");
          request.setAttribute(SPRING, new IllegalStateException("no stock"));
          response.setStatus(500);
        })
        .start();
    site.get("/orders");

    assertThat(trail(site.event())).containsExactly("ordered {}");
  }

  @Test
  void requests_neverSeeEachOthersRecords() {
    site.servlet("/a", (request, response) -> log("of a {}"))
        .servlet("/b", (request, response) -> {
          log("of b {}");
          throw new IllegalStateException("no stock");
        })
        .start();
    for (int i = 0; i < 3; i++) {
      site.get("/a");
      site.get("/b");
    }

    assertThat(site.events())
        .isNotEmpty()
        .allSatisfy(event -> assertThat(trail(event)).containsExactly("of b {}"));
  }

  @Test
  void dispatch_continuesTheTrail() {
    site.servlet("/orders", (request, response) -> {
          if (request.getDispatcherType() == DispatcherType.ASYNC) {
            log("after the dispatch {}");
            throw new IllegalStateException("no stock");
          }
          log("before the dispatch {}");
          AsyncContext async = request.startAsync();
          pool.execute(async::dispatch);
        })
        .start();
    site.get("/orders");

    assertThat(trail(site.event()))
        .containsExactly("before the dispatch {}", "after the dispatch {}");
  }

  @Test
  void taskOfAsyncContext_continuesTheTrail() {
    site.servlet("/orders", (request, response) -> {
          log("before the task {}");
          AsyncContext async = request.startAsync();
          async.setTimeout(1_000);
          async.start(() -> {
            log("in the task {}");
            throw new IllegalStateException("no stock");
          });
        })
        .start();
    site.post("/orders");

    assertThat(trail(site.event())).containsExactly("before the task {}", "in the task {}");
  }

  @Test
  void timeout_hasTheRecordsOfItsRequest() {
    site.servlet("/orders", (request, response) -> {
          log("before the wait {}");
          request.startAsync().setTimeout(100);
        })
        .start();
    site.get("/orders");
    site.server.awaitEvents(1, Site.LONG);

    assertThat(trail(site.event())).containsExactly("before the wait {}");
  }
}
