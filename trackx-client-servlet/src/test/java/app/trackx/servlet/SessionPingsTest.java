package app.trackx.servlet;

import static app.trackx.servlet.TrackXFilterTest.chain;
import static app.trackx.servlet.TrackXFilterTest.started;
import static app.trackx.servlet.TrackXFilterTest.throwing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.CurrentVisitor;
import app.trackx.RateLimit;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.local.Session;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SessionPingsTest {
  private final Recorder recorder = new Recorder();

  @AfterEach
  void close() {
    TrackX.close();
    recorder.close();
  }

  @Test
  void instance_isOneSession_howeverManyRequests() {
    TrackXFilter filter = started(TrackXFilter.builder().client(recorder.client));
    for (int i = 0; i < 20; i++) {
      request(filter, "192.0.2." + i, "/");
    }

    assertThat(recorder.sessions(1)).hasSize(1).noneMatch(Session::withError);
    assertThat(recorder.client.flush(Recorder.PATIENCE)).isTrue();
    assertThat(recorder.client.diagnostics().pings()).isEqualTo(1);
  }

  @Test
  void instance_doesNotLookAtHealthChecks() {
    TrackXFilter filter = started(TrackXFilter.builder().client(recorder.client));
    request(filter, "192.0.2.1", "/healthz");
    assertThat(recorder.client.flush(Recorder.PATIENCE)).isTrue();
    assertThat(recorder.client.diagnostics().pings()).isZero();

    request(filter, "192.0.2.1", "/");
    assertThat(recorder.sessions(1)).hasSize(1);
  }

  @Test
  void visitor_isOneSessionEach_andItsFailuresBelongToIt() {
    TrackXFilter filter = started(visitors());
    for (int i = 0; i < 60; i++) {
      request(filter, "192.0.2." + i % 20, "/");
    }
    FakeRequest failing = fake("192.0.2.7", "/");
    assertThatThrownBy(() -> filter.doFilter(
        failing.request(), failing.answer.response(), chain(throwing(new RuntimeException("x")))));

    assertThat(recorder.sessions(20)).hasSize(20);
    assertThat(recorder.events()).hasSize(1);
    assertThat(recorder.server.sessions().stream().filter(Session::withError)).hasSize(1);
  }

  @Test
  void visitor_ofEventsOfTheApplication_whileTheRequestIsHandled() throws Exception {
    TrackXFilter filter = started(visitors());
    FakeRequest fake = fake("192.0.2.7", "/");
    filter.doFilter(
        fake.request(),
        fake.answer.response(),
        chain(
            (request, response) -> recorder.client.sendEvent(new IllegalStateException("caught"))));

    assertThat(CurrentVisitor.get()).isNull();
    assertThat(recorder.events()).hasSize(1);
    assertThat(recorder.sessions(1)).singleElement().matches(Session::withError);
  }

  @Test
  void previousVisitor_isRestored() throws Exception {
    String outer = "0123456789ghjkpz0123456789ghjkpz";
    TrackXFilter filter = started(visitors());
    FakeRequest fake = fake("192.0.2.7", "/");
    AtomicReference<String> inner = new AtomicReference<>();
    CurrentVisitor.set(outer);
    try {
      filter.doFilter(
          fake.request(),
          fake.answer.response(),
          chain((request, response) -> inner.set(CurrentVisitor.get())));

      assertThat(inner.get()).hasSize(32).isNotEqualTo(outer);
      assertThat(CurrentVisitor.get()).isEqualTo(outer);
    } finally {
      CurrentVisitor.set(null);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/app.css", "/shop/robots.txt"})
  void excludedVisitor_registersNothing(String path) {
    TrackXFilter filter = started(visitors());
    FakeRequest fake = fake("192.0.2.7", path);
    fake.contextPath = path.startsWith("/shop") ? "/shop" : "";
    AtomicReference<String> seen = new AtomicReference<>("");
    request(filter, fake, seen);

    assertThat(seen.get()).isNull();
    assertThat(recorder.client.diagnostics().pings()).isZero();
  }

  @Test
  void ownPatterns_replaceTheStandard() {
    TrackXFilter filter = started(visitors().noSessionFor("/internal/*"));
    AtomicReference<String> seen = new AtomicReference<>();
    request(filter, fake("192.0.2.7", "/health"), seen);
    assertThat(seen.get()).hasSize(32);

    request(filter, fake("192.0.2.7", "/internal/jobs"), seen);
    assertThat(seen.get()).isNull();
  }

  @Test
  void off_registersNothing() {
    TrackXFilter filter =
        started(TrackXFilter.builder().client(recorder.client).sessions(Sessions.OFF));
    request(filter, "192.0.2.7", "/");

    assertThat(recorder.client.flush(Recorder.PATIENCE)).isTrue();
    assertThat(recorder.client.diagnostics().pings()).isZero();
  }

  @Test
  void clientOfSetup_mayComeLater() {
    TrackXFilter filter = started(TrackXFilter.builder());
    request(filter, "192.0.2.7", "/");
    TrackX.setup(TrackXClient.builder(recorder.server.endpoint()).captureUncaught(false));
    request(filter, "192.0.2.7", "/");

    assertThat(recorder.sessions(1)).hasSize(1);
  }

  @Test
  void ownEndpoint_isLeftToTheClientOfSetup_ifThatReportsThere() {
    TrackXFilter filter = started(TrackXFilter.builder().endpoint(recorder.server.endpoint()));
    FakeRequest fake = fake("192.0.2.7", "/");
    TrackXClient shared = TrackX.setup(TrackXClient.builder(recorder.server.endpoint())
        .rateLimit(RateLimit.none()) // each error an event
        .captureUncaught(false));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> filter.doFilter(
          fake.request(), fake.answer.response(), chain(throwing(new RuntimeException("shared")))));
    }
    assertThat(shared.flush(Recorder.PATIENCE)).isTrue();
    assertThat(shared.diagnostics().captured()).isEqualTo(2);
    TrackX.close();
    assertThatThrownBy(() -> filter.doFilter(
        fake.request(), fake.answer.response(), chain(throwing(new RuntimeException("own")))));
    filter.destroy();

    assertThat(recorder.server.events()).hasSize(3);
  }

  private TrackXFilter.Builder visitors() {
    return TrackXFilter.builder().client(recorder.client).sessions(Sessions.VISITOR);
  }

  private static FakeRequest fake(String address, String path) {
    FakeRequest fake = new FakeRequest();
    fake.address = address;
    fake.uri = path;
    fake.headers.put("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0)");
    return fake;
  }

  private static void request(TrackXFilter filter, String address, String path) {
    request(filter, fake(address, path), new AtomicReference<>());
  }

  private static void request(
      TrackXFilter filter, FakeRequest fake, AtomicReference<String> visitor) {
    try {
      filter.doFilter(
          fake.request(),
          fake.answer.response(),
          chain((request, response) -> visitor.set(CurrentVisitor.get())));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
