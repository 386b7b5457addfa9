package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.settings.Endpoint;
import app.trackx.transport.Outcome;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WarningsTest {
  private static final String KEY = "abcdefghij1";

  private final Warnings warnings =
      new Warnings(Endpoint.parse("https://trackx.example.com/v1/" + KEY), "java");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("app.trackx");

  @BeforeEach
  void listen() {
    log.start();
    logger.setLevel(Level.DEBUG);
    logger.setAdditive(false);
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @Test
  void refused_eachCauseHasItsAdvice() {
    assertThat(refusal(Outcome.misconfigured(403, "Invalid key")))
        .contains("does not recognize the key");
    assertThat(refusal(Outcome.misconfigured(403, "Invalid origin")))
        .contains("'java' is not one of them", "origin(\"https://", "works only with *");
    assertThat(refusal(Outcome.misconfigured(403, "<html>"))).contains("key", "origins");
    assertThat(refusal(Outcome.misconfigured(404, "Not Found"))).contains("no TrackX API");
    assertThat(refusal(Outcome.misconfigured(301, ""))).contains("redirects", "final address");
    assertThat(refusal(Outcome.misconfigured(401, ""))).contains("requires a login");
  }

  @Test
  void broken_namesTheClassAndTheRemedy() {
    warnings.broken(new NoClassDefFoundError("app/trackx/internal/json/JsonWriter"));
    warnings.broken(new NoClassDefFoundError("another"));

    assertThat(at(Level.WARN))
        .singleElement()
        .asString()
        .contains("internal/json/JsonWriter", "client's jar is complete", "class path");
  }

  @Test
  void faultFoundByTheTransport_isLoggedInItsWords() {
    warnings.misconfigured(Outcome.misconfigured(0, "The topic is missing. Create it."));

    assertThat(at(Level.WARN))
        .containsExactly("The topic is missing. Create it."
            + " Events are dropped and counted until this is fixed.");
  }

  @Test
  void misconfigured_warnsOnceThenLogsAtDebug() {
    warnings.misconfigured(Outcome.misconfigured(403, "Invalid key"));
    warnings.misconfigured(Outcome.misconfigured(403, "Invalid key"));
    warnings.misconfigured(Outcome.misconfigured(403, "Invalid key"));

    assertThat(at(Level.WARN)).hasSize(1);
    assertThat(at(Level.DEBUG)).hasSize(2);
  }

  @Test
  void unreachableAndRateLimited_describeTheConsequence() {
    warnings.unreachable(Outcome.retry(0), new IOException("secret.internal:8443"));
    warnings.unreachable(Outcome.retry(502), null);
    warnings.rateLimited(429, Duration.ofMinutes(30));

    assertThat(at(Level.WARN)).hasSize(2);
    assertThat(at(Level.WARN).get(0))
        .contains("cannot be reached (java.io.IOException)", "Events are queued")
        .doesNotContain("secret.internal");
    assertThat(at(Level.WARN).get(1)).contains("HTTP 429", "retry after 1800 s", "relay");
    assertThat(at(Level.DEBUG).get(0)).contains("responded with HTTP 502");
  }

  @Test
  void closedWithoutResponse_namesTheRateLimitFirst() {
    Outcome closed = Outcome.closedWithoutAnswer();
    warnings.rateLimited(closed.status(), closed.retryAfter());
    warnings.rateLimited(closed.status(), closed.retryAfter());

    assertThat(at(Level.WARN))
        .singleElement()
        .asString()
        .containsSubsequence(
            "without a response", "rate limit", "5 to 30 minutes", "https", "firewall");
  }

  @Test
  void webPage_namesItsType() {
    Outcome page = Outcome.ofResponse(200, name -> "text/html; a=secret", "<html>secret");
    warnings.unreachable(Outcome.retry(502), null);
    warnings.unreachable(page, null);
    warnings.unreachable(page, null);

    assertThat(at(Level.WARN)).hasSize(2);
    assertThat(at(Level.WARN).get(1))
        .contains("HTTP 200", "(text/html)", "login", "challenge", "Events are queued")
        .doesNotContain("secret");
  }

  @Test
  void proxy_isNamed_withTheRemedy() {
    assertThat(proxyFailure(407))
        .contains("The proxy proxy.example.com:3128", "HTTP 407", "java.net.Authenticator")
        .contains("no http.proxyUser", "http.nonProxyHosts", "Events are queued");
    assertThat(proxyFailure(403)).contains("proxy.example.com:3128", "refuses to connect");
    assertThat(proxyFailure(502)).contains("proxy.example.com:3128", "could not reach the server");
    log.list.clear();
    fresh().unreachable(Outcome.retry(407), null);
    assertThat(at(Level.WARN).get(0))
        .startsWith("A proxy did not forward")
        .contains("Authenticator");
  }

  @Test
  void rejectionOfOneRequest_andOfAll_haveSeparateWarnings() {
    warnings.requestRejected(Outcome.misconfigured(403, "secret"));
    warnings.requestRejected(Outcome.misconfigured(403, "secret"));
    warnings.allRejected(Outcome.misconfigured(404, "secret"));
    warnings.allRejected(Outcome.misconfigured(404, "secret"));

    assertThat(at(Level.WARN)).hasSize(2);
    assertThat(at(Level.WARN).get(0)).contains("HTTP 403", "dropped and counted", "web firewall");
    assertThat(at(Level.WARN).get(1))
        .contains("five events in a row", "HTTP 404", "no TrackX API", "Events are queued");
    assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains("secret"));
  }

  @Test
  void transportThatDoesNotLink_warnsAboutTheClassPath() {
    warnings.unreachable(Outcome.retry(599), new NoSuchMethodError("org.slf4j"));

    assertThat(at(Level.WARN).get(0)).contains("NoSuchMethodError", "two versions of one library");
  }

  @Test
  void runtimeWithoutAModule_isDistinguishedFromTwoVersions() {
    warnings.unreachable(Outcome.retry(599), new NoClassDefFoundError("java/util/logging/Logger"));

    assertThat(at(Level.WARN).get(0))
        .contains("lacks java/util/logging/Logger", "jlink --add-modules")
        .doesNotContain("two versions");
  }

  @Test
  void drops_areNotedByAnyThreadAndSaidOnceByTheNext() {
    warnings.dropped(DropReason.INTAKE_FULL);
    warnings.dropped(DropReason.INTAKE_FULL);
    warnings.dropped(DropReason.MISCONFIGURED);
    assertThat(log.list).isEmpty();

    warnings.logPending();
    warnings.dropped(DropReason.INTAKE_FULL);
    warnings.logPending();

    assertThat(at(Level.WARN))
        .singleElement()
        .asString()
        .contains("more errors were captured at once");
  }

  @Test
  void droppedVisitorPings_areLoggedOnce_withTheRemedyOnBothSides() {
    warnings.pingDropped();
    warnings.pingDropped();
    warnings.logPending();
    warnings.pingDropped();
    warnings.logPending();

    assertThat(at(Level.WARN))
        .singleElement()
        .asString()
        .contains("rateLimit(RateLimit.of(", "limit_req zone", "burst");
  }

  @Test
  void firstEvent_overHttpToAnotherMachine_isOneWarning() {
    try (TrackXClient client = TrackXClient.builder("http://trackx.example.com/v1/" + KEY)
        .transport(new FakeTransport())
        .build()) {
      client.ping();
      assertThat(client.flush(Duration.ofSeconds(20))).isTrue();
      assertThat(log.list).isEmpty();
      client.sendEvent(new RuntimeException());
      client.sendEvent(new RuntimeException());
      assertThat(client.flush(Duration.ofSeconds(20))).isTrue();
    }

    assertThat(at(Level.WARN))
        .singleElement()
        .asString()
        .contains("unencrypted", "https", "trackx.example.com")
        .doesNotContain(KEY);
  }

  @Test
  void firstEvent_overHttpToThisMachine_logsNothing() {
    try (TrackXClient client = TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(new FakeTransport())
        .build()) {
      client.sendEvent(new RuntimeException());
      assertThat(client.flush(Duration.ofSeconds(20))).isTrue();
    }

    assertThat(log.list).isEmpty();
  }

  @Test
  void neitherKeyNorMessageNorStack_isEverLogged() {
    String secret = "bob@example.com";
    FakeTransport transport = new FakeTransport()
        .then(Outcome.misconfigured(403, "Invalid key " + KEY))
        .then(Outcome.retry(500))
        .then(request -> {
          throw new IOException(request.url() + secret);
        })
        .then(Outcome.rateLimited(429, Duration.ofSeconds(1)))
        .always(request -> Outcome.rejected(422));
    TrackXClient client = TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .onError((payload, reason) -> {
          throw new IllegalStateException(secret);
        })
        .build();
    client.sendEvent(new RuntimeException(secret));
    client.ping();
    client.flush(Duration.ofSeconds(3));
    client.sendEvent(new RuntimeException(secret));
    client.close();

    assertThat(log.list).isNotEmpty();
    for (ILoggingEvent event : log.list) {
      assertThat(event.getFormattedMessage()).doesNotContain(KEY).doesNotContain(secret);
      assertThat(event.getThrowableProxy()).isNull();
    }
    assertThat(Endpoint.parse(FakeTransport.ENDPOINT).toString()).doesNotContain(KEY);
  }

  private String refusal(Outcome outcome) {
    log.list.clear();
    fresh().misconfigured(outcome);
    return at(Level.WARN).get(0);
  }

  private String proxyFailure(int status) {
    log.list.clear();
    fresh().unreachable(Outcome.proxyFailed(status, "proxy.example.com:3128"), null);
    return at(Level.WARN).get(0);
  }

  private static Warnings fresh() {
    return new Warnings(Endpoint.parse("https://trackx.example.com/v1/" + KEY), "java");
  }

  private List<String> at(Level level) {
    return log.list.stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .collect(Collectors.toList());
  }
}
