package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.settings.Endpoint;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that adapters build, and their outcome. */
class CaptureTest {
  private final FakeTransport transport = new FakeTransport();
  private final TrackXClient client =
      TrackXClient.builder(FakeTransport.ENDPOINT).transport(transport).build();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void callSiteOf_isTheStackOfAnEventWithoutReason() {
    capture()
        .name("shop.Orders")
        .message("order 1 failed")
        .callSiteOf(new Throwable())
        .send();

    assertThat(sent())
        .contains("\"stack\":\"shop.Orders\\n    at app.trackx.CaptureTest.callSiteOf_is")
        .contains("\"uri\":\"java:app.trackx.CaptureTest.callSiteOf_is");
  }

  @Test
  void callSiteOf_withReason_hasNoEffect() {
    capture()
        .reason(new IllegalStateException("m"))
        .callSiteOf(new Throwable("here"))
        .send();

    assertThat(sent()).contains("\"name\":\"java.lang.IllegalStateException\"");
  }

  @Test
  void callSite_omitsFramesOfLoggingLibraries() {
    StackTraceElement[] site = {
      new StackTraceElement("app.trackx.logback.TrackXAppender", "append", "A.java", 1),
      new StackTraceElement("ch.qos.logback.classic.Logger", "error", "Logger.java", 2),
      new StackTraceElement("org.apache.commons.logging.LogFactory$Log", "e", "L.java", 3),
      new StackTraceElement("shop.Orders", "pay", "Orders.java", 4),
      new StackTraceElement("org.slf4j.Marker", "run", "Marker.java", 5),
    };
    capture().name("shop.Orders").callSite(site).send();

    assertThat(sent())
        .contains(
            "shop.Orders\\n    at shop.Orders.pay (shop/Orders.java:4)\\n    at org.slf4j.Mark");
  }

  @Test
  void callSite_ofALoggingLibraryItself_isKept() {
    StackTraceElement[] site = {
      new StackTraceElement("org.apache.logging.log4j.core.X", "a", "X.java", 1)
    };
    capture().name("n").callSite(site).send();

    assertThat(sent()).contains("at org.apache.logging.log4j.core.X.a");
  }

  @Test
  void thread_goesToMeta() {
    capture().name("n").message("m").thread("worker-7").send();

    assertThat(sent()).contains("\"thread\":\"worker-7\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trackx-process", "trackx-send", "trackx-spool", "trackx-log"})
  void thread_ofAClient_isRecursive(String name) {
    capture().name("n").message("m").thread(name).send();

    assertThat(client.diagnostics().dropped())
        .isEqualTo(Collections.singletonMap(DropReason.RECURSIVE, 1L));
  }

  @Test
  void thread_withASimilarName_isCaptured() {
    capture().name("n").message("m").thread("trackx-process-2").send();

    assertThat(sent()).contains("trackx-process-2");
  }

  @Test
  void metaEntry_overridesTheMap_andALaterOneReplacesAnEarlier() {
    Capture capture = capture().name("n").message("m");
    capture.meta("a", 1).meta(Map.of("a", 2, "b", 2)).meta("c", null);
    for (int i = 0; i < 50; i++) {
      capture.meta("many" + i, i);
    }
    capture.meta("a", 3).send();

    assertThat(sent()).contains("\"a\":3", "\"b\":2", "\"c\":null", "\"many0\":0", "\"many49\":49");
  }

  @Test
  void drop_isCounted_andNothingIsSentThereafter() {
    Capture capture = capture().name("n").message("m");
    capture.drop(DropReason.RENDERING_FAILED);
    capture.drop(DropReason.RENDERING_FAILED);
    capture.send();

    assertThat(client.diagnostics().toString())
        .isEqualTo("captured=1 sent=0 folded=0 cancelled=0 dropped={RENDERING_FAILED=1} pending=0");
  }

  @Test
  void drop_whenClosed_isCountedAsShutdown() {
    client.close();
    capture().drop(DropReason.RENDERING_FAILED);

    assertThat(client.diagnostics().dropped())
        .isEqualTo(Collections.singletonMap(DropReason.SHUTDOWN, 1L));
  }

  @Test
  void drop_ofADisabledClient_doesNothing() {
    TrackXClient off = TrackXClient.builder(null).build();
    off.capture(EventType.CUSTOM_LOGGER).drop(DropReason.RENDERING_FAILED);

    assertThat(off.diagnostics().captured()).isZero();
  }

  @Test
  void isEnabled_untilClosed() {
    assertThat(client.isEnabled()).isTrue();
    client.close();

    assertThat(client.isEnabled()).isFalse();
    assertThat(TrackXClient.builder(" ").build().isEnabled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FakeTransport.ENDPOINT,
        " http://127.0.0.1:9/v1/abcdefghij1/event ",
        "HTTP://127.0.0.1:9/v1/abcdefghij1/"
      })
  void reportsTo_itsEndpointInAnyForm(String endpoint) {
    assertThat(client.reportsTo(endpoint)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "https://127.0.0.1:9/v1/abcdefghij1",
        "http://127.0.0.1:99/v1/abcdefghij1",
        "http://127.0.0.1:9/v1/abcdefghij2"
      })
  void reportsTo_otherEndpoints_isFalse(String endpoint) {
    assertThat(client.reportsTo(endpoint)).isFalse();
  }

  @Test
  void reportsTo_onceClosed_isFalse() {
    client.close();

    assertThat(client.reportsTo(FakeTransport.ENDPOINT)).isFalse();
    assertThat(client.reportsTo(null)).isFalse();
  }

  @Test
  void reportsTo_ignoresTheDefaultPort() {
    assertThat(Endpoint.parse("https://h:443/v1/abcdefghij1")
            .isSame(Endpoint.parse("https://H/v1/abcdefghij1")))
        .isTrue();
    assertThat(Endpoint.parse("https://h:80/v1/abcdefghij1")
            .isSame(Endpoint.parse("https://h/v1/abcdefghij1")))
        .isFalse();
    assertThat(Endpoint.parse("http://[::1]:80/a:80/v1/abcdefghij1")
            .isSame(Endpoint.parse("http://[::1]/a:80/v1/abcdefghij1")))
        .isTrue();
  }

  private Capture capture() {
    return client.capture(EventType.CUSTOM_LOGGER);
  }

  private String sent() {
    assertThat(client.flush(Duration.ofSeconds(20))).isTrue();
    assertThat(transport.bodies()).hasSize(1);
    return transport.bodies().get(0);
  }
}
