package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.local.Event;
import app.trackx.servlet.Sessions;
import app.trackx.servlet.TrackXFilter;
import app.trackx.transport.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No data that the visitor sent is part of an event. */
class PrivacyTest {
  private static final String ADDRESS = "203.0.113.77";

  private final Site site = new Site();
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final TrackXClient recording = TrackXClient.builder(site.server.endpoint())
      .rateLimit(RateLimit.none())
      .transport(request -> {
        sent.add(
            request.url() + request.headers() + new String(request.body(), StandardCharsets.UTF_8));
        return Outcome.sent();
      })
      .build();

  @AfterEach
  void close() {
    recording.close();
    site.close();
  }

  /** Simulates a container that has authenticated a user behind a proxy. */
  private static final class LoggedIn extends HttpServletRequestWrapper {
    LoggedIn(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getRemoteUser() {
      return "secret-user";
    }

    @Override
    public Principal getUserPrincipal() {
      return () -> "secret-principal";
    }

    @Override
    public String getRemoteAddr() {
      return ADDRESS;
    }

    @Override
    public String getRemoteHost() {
      return "secret-host.example.com";
    }
  }

  private void submit() {
    HttpRequest request = HttpRequest.newBuilder(
            URI.create(site.url("/orders;jsessionid=secret-session?q=secret-query")))
        .timeout(Site.LONG)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Cookie", "id=secret-cookie; JSESSIONID=secret-id")
        .header("Authorization", "Bearer secret-bearer")
        .header("X-Api-Key", "secret-header")
        .header("Referer", "https://secret-referer.example.com/")
        .header("User-Agent", "secret-agent/1.0")
        .header("X-Forwarded-For", "198.51.100.42")
        .POST(HttpRequest.BodyPublishers.ofString("card=secret-parameter"))
        .build();
    assertThat(Site.send(request).statusCode()).isEqualTo(500);
  }

  private void start() {
    site.app.initializers.add((classes, context) -> context
        .addFilter("login", (Around)
            (request, response, chain) -> chain.doFilter(new LoggedIn(request), response))
        .addMappingForUrlPatterns(null, false, "/*"));
    site.servlet("/orders", (request, response) -> {
          assertThat(request.getParameter("card")).isEqualTo("secret-parameter");
          assertThat(request.getRemoteUser()).isEqualTo("secret-user");
          request.getSession(true);
          throw new IllegalStateException("no stock");
        })
        .start();
  }

  @Test
  void whatTheVisitorSent_staysHere() {
    site.filter.sessions(Sessions.VISITOR);
    start();
    submit();

    Event event = site.event();
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(event.json())
        .doesNotContain("secret")
        .doesNotContain(ADDRESS)
        .doesNotContain("198.51.100.42");
    assertThat(event.uri()).isEqualTo(site.url("/orders"));
  }

  @Test
  void visitorData_isInNoHeader() {
    site.filter.client(recording).sessions(Sessions.VISITOR);
    start();
    submit();
    site.traffic.awaitIdle();
    assertThat(recording.flush(Site.LONG)).isTrue();

    assertThat(sent)
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request)
            .doesNotContain("secret")
            .doesNotContain(ADDRESS)
            .doesNotContain("198.51.100.42"));
  }

  @Test
  void httpContext_addsWhatTheApplicationWants() {
    site.filter.httpContext((meta, request) -> meta.put("tenant", request.getHeader("X-Tenant")));
    site.servlet("/orders", (request, response) -> {
          throw new IllegalStateException("no stock");
        })
        .start();
    site.get("/orders", "X-Tenant", "blue");

    assertThat(site.event().json()).contains("\"tenant\":\"blue\"");
  }

  @Test
  void httpContextThatThrows_losesNoEvent() {
    site.filter.httpContext((meta, request) -> {
      throw new IllegalArgumentException("secret");
    });
    site.servlet("/orders", (request, response) -> {
          throw new IllegalStateException("no stock");
        })
        .start();
    site.get("/orders");

    Event event = site.event();
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(event.json()).doesNotContain("secret");
    assertThat(site.traffic.thrown.get(0)).hasMessage("no stock");
  }

  @Test
  void forwardedHeaders_areNotBelieved() {
    site.servlet("/orders", (request, response) -> {
          throw new IllegalStateException("no stock");
        })
        .start();
    site.get(
        "/orders",
        "X-Forwarded-Host",
        "evil.example.com",
        "X-Forwarded-Proto",
        "https",
        "Forwarded",
        "host=evil.example.com;proto=https");

    assertThat(site.event().uri()).isEqualTo(site.url("/orders"));
    assertThat(TrackXFilter.ROUTE).isEqualTo("app.trackx.route");
  }
}
