package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.CurrentVisitor;
import app.trackx.servlet.Sessions;
import jakarta.servlet.AsyncContext;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The visitor is current on a thread only while the thread handles the request. */
class VisitorThreadsTest {
  private final Site site = new Site();
  private final Set<String> left = Collections.newSetFromMap(new ConcurrentHashMap<>());
  private final Map<String, String> inside = new ConcurrentHashMap<>();
  private final ExecutorService visitors = Executors.newFixedThreadPool(8);

  @BeforeEach
  void pages() {
    site.filter.sessions(Sessions.VISITOR);
    // in front of the filter, on threads that have served other requests
    site.app.initializers.add((classes, context) -> context
        .addFilter("before", (Around) (request, response, chain) -> {
          note();
          try {
            chain.doFilter(request, response);
          } finally {
            note();
          }
        })
        .addMappingForUrlPatterns(null, false, "/*"));
    site.servlet("/", (request, response) -> keep(request.getHeader("User-Agent")))
        .servlet("/fails", (request, response) -> {
          keep(request.getHeader("User-Agent"));
          throw new IllegalStateException("no stock");
        })
        .servlet("/starts", (request, response) -> {
          String agent = request.getHeader("User-Agent");
          AsyncContext async = request.startAsync();
          async.start(() -> {
            keep(agent);
            async.complete();
          });
        });
  }

  @AfterEach
  void close() {
    visitors.shutdownNow();
    site.close();
  }

  private void note() {
    String visitor = CurrentVisitor.get();
    if (visitor != null) {
      left.add(visitor);
    }
  }

  private void keep(String agent) {
    String visitor = CurrentVisitor.get();
    String before = inside.putIfAbsent(agent, String.valueOf(visitor));
    if (before != null && !before.equals(visitor)) {
      left.add(before + " and " + visitor + " for " + agent);
    }
  }

  @Test
  void noThread_keepsAVisitor() throws InterruptedException {
    site.start();
    String[] paths = {"/", "/fails", "/starts"};
    for (int i = 0; i < 300; i++) {
      String path = paths[i % 3];
      String agent = "Browser/" + i % 10;
      visitors.execute(() -> site.get(path, "User-Agent", agent));
    }
    visitors.shutdown();
    assertThat(visitors.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

    site.events();
    assertThat(left).isEmpty();
    assertThat(inside).hasSize(10).doesNotContainValue("null");
    assertThat(inside.values()).doesNotHaveDuplicates();
  }

  @Test
  void forwardAndError_areOfTheSameVisitor() {
    site.servlet(
            "/forwards",
            (request, response) ->
                request.getRequestDispatcher("/fails").forward(request, response))
        .servlet("/sorry", (request, response) -> keep(request.getHeader("User-Agent")))
        .errorPage(500, "/sorry")
        .start();
    site.get("/", "User-Agent", "Browser/1");
    site.get("/forwards", "User-Agent", "Browser/1");

    site.event();
    assertThat(left).isEmpty();
    assertThat(inside).hasSize(1).doesNotContainValue("null");
  }
}
