package app.trackx.servlet;

import static app.trackx.servlet.TrackXFilterTest.chain;
import static app.trackx.servlet.TrackXFilterTest.started;
import static app.trackx.servlet.TrackXFilterTest.throwing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.local.Event;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The data of a request that is sent, key by key. A change here changes what users have told their
 * data-protection officers: it needs an entry in the change log, docs/PRIVACY.md and
 * privacy-servlet.json. {@link FakeRequest} fails a test that reads anything else.
 */
class ServletPayloadTest {
  @Test
  void failure_byDefault_isThisAndNothingElse() throws IOException {
    FakeRequest fake = new FakeRequest();
    fake.uri = "/users/bob@example.com;jsessionid=4711";
    fake.headers.put("Cookie", "session=4711");
    fake.headers.put("User-Agent", "Mozilla/5.0 (secret)");
    try (Recorder recorder = new Recorder()) {
      TrackXFilter filter =
          started(TrackXFilter.builder().client(recorder.client).sessions(Sessions.VISITOR));
      assertThatThrownBy(() -> filter.doFilter(
          fake.request(),
          fake.answer.response(),
          chain(throwing(new IllegalStateException("no stock")))));

      Event event = recorder.event();
      assertThat(event.meta().keySet())
          .containsExactlyInAnyOrder("_c", "_v", "java", "thread", "http");
      assertThat(((Map<?, ?>) event.meta().get("http")).keySet())
          .extracting(String::valueOf)
          .containsExactlyInAnyOrder("method", "status", "route", "dispatcher");
      assertThat(event.uri()).isEqualTo("https://shop.example.com/users/[email]");
      assertThat(event.json()).doesNotContain("4711", "bob", "192.0.2", "Mozilla", "secret");
      assertThat(declared()).contains("\"http\":", "\"uri\":", "\"release\":", "\"environment\":");
    }
  }

  @Test
  void releaseAndEnvironment_areScrubbed_alsoForAClientThatWasGiven() throws IOException {
    FakeRequest fake = new FakeRequest();
    try (Recorder recorder = new Recorder()) {
      TrackXFilter filter = started(TrackXFilter.builder()
          .client(recorder.client)
          .release("10.2.3.4")
          .environment("test of bob@example.com"));
      assertThatThrownBy(() -> filter.doFilter(
          fake.request(),
          fake.answer.response(),
          chain(throwing(new IllegalStateException("no stock")))));

      assertThat(recorder.event().meta())
          .containsEntry("release", "10.2.3.4")
          .containsEntry("environment", "test of [email]");
    }
  }

  private static String declared() throws IOException {
    try (InputStream in =
        TrackXFilter.class.getResourceAsStream("/META-INF/trackx/privacy-servlet.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
