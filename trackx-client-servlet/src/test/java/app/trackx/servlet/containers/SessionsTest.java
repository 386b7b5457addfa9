package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.EventType;
import app.trackx.TrackX;
import app.trackx.local.Session;
import app.trackx.servlet.Sessions;
import app.trackx.servlet.TrackXFilter;
import jakarta.servlet.AsyncContext;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sessions that are counted, and the session that an event belongs to. */
class SessionsTest {
  private final Site site = new Site();

  @BeforeEach
  void pages() {
    site.servlet("/", (request, response) -> response.getWriter().print("page"))
        .servlet("/orders", (request, response) -> {
          throw new IllegalStateException("no stock");
        })
        .servlet(
            "/logs",
            (request, response) -> site.client
                .capture(EventType.CUSTOM_LOGGER)
                .reason(new IllegalStateException("logged"))
                .send())
        .servlet("/sends", (request, response) -> site.client.sendEvent(new Exception("sent")))
        .servlet("/starts", (request, response) -> {
          AsyncContext async = request.startAsync();
          async.start(() -> {
            site.client.sendEvent(new Exception("sent"));
            async.complete();
          });
        });
  }

  @AfterEach
  void close() {
    TrackX.close();
    site.close();
  }

  private void visit(String path, int visitor) {
    site.get(path, "User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Browser/" + visitor);
  }

  /** Waits for the sessions. Excess ones would have arrived by then, or with the last event. */
  private List<Session> sessions(int count) {
    site.events();
    Until.holds(() -> site.server.sessions().size() >= count);
    return site.server.sessions();
  }

  private long withError() {
    return site.server.sessions().stream().filter(Session::withError).count();
  }

  @Test
  void instance_isOneSession_ofAllVisitors() {
    site.start();
    for (int i = 0; i < 10; i++) {
      visit("/", i);
    }

    assertThat(sessions(1)).hasSize(1);
    visit("/orders", 1);
    site.event();
    assertThat(site.server.sessions()).hasSize(1);
    assertThat(withError()).isEqualTo(1);
  }

  @Test
  void visitor_isASessionEach() {
    site.filter.sessions(Sessions.VISITOR);
    site.start();
    for (int i = 0; i < 20; i++) {
      visit("/", i % 10);
    }

    assertThat(sessions(10)).hasSize(10);
    assertThat(withError()).isZero();
  }

  @Test
  void off_registersOnlySessionsOfEvents() {
    site.filter.sessions(Sessions.OFF);
    site.start();
    for (int i = 0; i < 10; i++) {
      visit("/", i);
    }

    assertThat(site.events()).isEmpty();
    assertThat(site.server.sessions()).isEmpty();
    assertThat(site.client.diagnostics().pings()).isZero();
  }

  @Test
  void healthChecksPicturesAndBots_areNone() {
    site.filter.sessions(Sessions.VISITOR);
    site.start();
    for (String path : List.of(
        "/health",
        "/healthz",
        "/livez",
        "/readyz",
        "/actuator/health",
        "/actuator/health/disk",
        "/favicon.ico",
        "/robots.txt",
        "/assets/shop.css",
        "/shop.js",
        "/logo.png")) {
      visit(path, path.hashCode());
    }
    site.get("/", "User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1)");
    site.get("/", "User-Agent", "kube-probe/1.30");
    visit("/", 1); // requested last, so its event arrives last

    assertThat(sessions(1)).hasSize(1);
    assertThat(site.client.diagnostics().pingsDropped()).isZero();
  }

  @Test
  void noSessionFor_replacesTheList() {
    site.filter.sessions(Sessions.VISITOR).noSessionFor("/internal/*", "agent:*monitor*");
    site.start();
    visit("/internal/metrics", 1);
    site.get("/", "User-Agent", "Shop-Monitor/1.0");
    visit("/health", 2);
    visit("/", 3);

    assertThat(sessions(2)).hasSize(2);
  }

  @Test
  void failure_marksTheSessionOfItsVisitor() {
    assertMarked("/orders");
  }

  @Test
  void loggedError_marksTheSessionOfItsVisitor() {
    assertMarked("/logs");
  }

  @Test
  void sentEvent_marksTheSessionOfItsVisitor() {
    assertMarked("/sends");
  }

  @Test
  void eventOfAnAsyncTask_marksTheSessionOfItsVisitor() {
    assertMarked("/starts");
  }

  /** Three visitors, one with an error: an event without a visitor would add a fourth session. */
  private void assertMarked(String path) {
    site.filter.sessions(Sessions.VISITOR);
    site.start();
    visit("/", 1);
    visit("/", 2);
    visit(path, 2);
    visit("/", 3);
    site.server.awaitEvents(1, Site.LONG);

    assertThat(sessions(3)).hasSize(3);
    assertThat(withError()).isEqualTo(1);
    assertThat(site.server.events()).hasSize(1);
  }

  @Test
  void processWideClient_isUsedWithoutAnEndpoint_evenIfItComesLater() {
    TrackXFilter plain = TrackXFilter.builder().sessions(Sessions.VISITOR).build();
    site.withoutFilter()
        .with(context -> Site.addFilter(context, "trackx", plain))
        .servlet("/global", (request, response) -> {
          TrackX.sendEvent(new Exception("sent"));
          throw new IllegalStateException("no stock");
        })
        .start();
    visit("/orders", 1);
    TrackX.setup(site.server.endpoint());
    visit("/global", 1);
    site.traffic.awaitIdle();
    assertThat(TrackX.flush(Site.LONG)).isTrue();

    assertThat(site.server.events()).hasSize(2);
    assertThat(site.server.sessions()).hasSize(1);
    assertThat(withError()).isEqualTo(1);
  }
}
