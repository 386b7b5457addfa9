package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.jvm.UncaughtExceptionReporter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackXTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private final FakeTransport transport = new FakeTransport();

  @AfterEach
  void close() {
    TrackX.close();
    TrackX.meta().clear();
  }

  @Test
  void client_beforeSetup_doesNothing() {
    TrackXClient client = TrackX.client();

    client.sendEvent(new RuntimeException());

    assertThat(client.diagnostics().captured()).isZero();
    assertThat(client.flush(Duration.ZERO)).isTrue();
  }

  @Test
  void setup_malformedEndpoint_isOneWarningWithoutTheKey_andTurnsTrackingOff() {
    TrackXClient before = TrackX.setup(quiet());
    try (LogLines log = new LogLines()) {
      TrackXClient off = TrackX.setup("https://host/v1/SECRETKEY01");

      assertOff(off);
      assertThat(before.isEnabled()).isFalse();
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .startsWith("The endpoint passed to TrackX.setup is not a TrackX endpoint: ")
          .contains("/v1/<key>")
          .endsWith("Error tracking is off.")
          .doesNotContain("SECRETKEY01");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"${X}", "$(X)", "@x@", "{{ x }}", "null"})
  void setup_placeholder_isOneWarning_andTurnsTrackingOff(String text) {
    try (LogLines log = new LogLines()) {
      assertOff(TrackX.setup(text));
      assertOff(TrackX.setup(text, null));
      assertOff(TrackX.setup(text, null, null));

      assertThat(log.warnings())
          .hasSize(3)
          .allMatch(line -> line.contains("TrackX.setup contains a placeholder"))
          .allMatch(line -> line.endsWith("counts as not set. Error tracking is off."));
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "\"\"", "'\"\"'\n", "off"})
  void setup_nothing_turnsTrackingOffWithoutAWarning(String text) {
    try (LogLines log = new LogLines()) {
      assertOff(TrackX.setup(text));

      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void setup_quotedEndpoint_isUsed() {
    TrackXClient client = TrackX.setup("'\"" + FakeTransport.ENDPOINT + "\"'\r\n");

    assertThat(client.reportsTo(FakeTransport.ENDPOINT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "${ORIGIN}", "\u00fc"})
  void setup_invalidOrigin_isOneWarning_andFallsBackToTheDefault(String origin) {
    try (LogLines log = new LogLines()) {
      TrackXClient client = TrackX.setup(FakeTransport.ENDPOINT, null, origin);

      assertThat(client.isEnabled()).isTrue();
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .startsWith("The origin passed to TrackX.setup ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"endpoint", "origin", "release", "environment", "sourceUrls"})
  void setup_withoutArguments_aPlaceholderIsOneWarningThatNamesItsSource(String name) {
    System.setProperty("trackx.endpoint", FakeTransport.ENDPOINT);
    String before = System.setProperty("trackx." + name, "${NAME}");
    try (LogLines log = new LogLines()) {
      TrackXClient client = TrackX.setup();

      assertThat(client.isEnabled()).isEqualTo(before == null);
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .startsWith("-Dtrackx." + name + " contains a placeholder");
    } finally {
      System.clearProperty("trackx." + name);
      System.clearProperty("trackx.endpoint");
    }
  }

  @Test
  void setup_thatFails_isOneWarning_andTurnsTrackingOff() {
    TrackXClient before = TrackX.setup(quiet());
    TrackX.meta().put("shard", 7);
    try (LogLines log = new LogLines()) {
      TrackXClient off = TrackX.setup((TrackXClient.Builder) null);

      assertOff(off);
      assertThat(before.isEnabled()).isFalse();
      assertThat(TrackX.meta()).containsEntry("shard", 7);
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .contains("could not be started (java.lang.NullPointerException)", "is off");
    }
  }

  @Test
  void setup_thatFails_withALogThatFails_doesNotThrow() {
    try (LogLines log = new LogLines()) {
      log.failWith(new StackOverflowError());

      assertOff(TrackX.setup((TrackXClient.Builder) null));
      assertOff(TrackX.setup("${X}"));
    }
  }

  @Test
  void setup_tellsTheListenersOfTheReplacedClient_whileOthersMayCallSetupAndClose() {
    AtomicBoolean closed = new AtomicBoolean();
    TrackX.setup(quiet()).addListener(new Diagnostics.Listener() {
      @Override
      public void closed() {
        Thread other = new Thread(() -> {
          TrackX.close();
          closed.set(true);
        });
        other.start();
        try {
          other.join(20_000);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    });
    TrackX.setup(quiet());

    assertThat(closed).isTrue();
    assertOff(TrackX.client());
  }

  private static void assertOff(TrackXClient client) {
    assertThat(client.isEnabled()).isFalse();
    assertThat(TrackX.client()).isSameAs(client);
    client.sendEvent(new IllegalStateException());
    client.ping();
    assertThat(client.flush(Duration.ZERO)).isTrue();
  }

  @Test
  void setup_twice_replacesTheFirstAndStillDeliversItsEvents() {
    TrackXClient first = TrackX.setup(quiet());
    TrackX.sendEvent(new IllegalStateException("of the first"));

    TrackXClient second = TrackX.setup(quiet());
    TrackX.sendEvent(new IllegalStateException("of the second"));
    first.sendEvent(new IllegalStateException("too late"));

    assertThat(second.flush(PATIENCE)).isTrue();
    assertThat(first.flush(PATIENCE)).isTrue();
    assertThat(transport.bodies()).hasSize(2);
    assertThat(first.diagnostics().dropped()).containsOnlyKeys(DropReason.SHUTDOWN);
  }

  @Test
  void setup_capturesUncaughtByDefault_andRestoresTheHandler() {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    TrackX.setup(TrackXClient.builder(FakeTransport.ENDPOINT).transport(transport));
    TrackX.setup(TrackXClient.builder(FakeTransport.ENDPOINT).transport(transport));
    assertThat(Thread.getDefaultUncaughtExceptionHandler())
        .isInstanceOf(UncaughtExceptionReporter.class);
    TrackX.close();

    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
  }

  @Test
  void builtClient_doesNotCaptureUncaughtByDefault() {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    try (TrackXClient client = quiet().build()) {
      assertThat(client.meta()).isEmpty();
      assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
    }
  }

  @Test
  void meta_filledBeforeSetup_isSentWithEveryEvent() {
    TrackX.meta().put("shard", 7);
    TrackX.setup(quiet());
    TrackX.meta().put("colour", "blue");
    TrackX.setup(quiet());

    TrackX.sendEvent(new RuntimeException("x"));

    assertThat(TrackX.flush(PATIENCE)).isTrue();
    assertThat(transport.bodies().get(0)).contains("\"shard\":7", "\"colour\":\"blue\"");
  }

  @Test
  void setup_withoutArguments_readsSystemProperties() {
    System.setProperty("trackx.endpoint", FakeTransport.ENDPOINT);
    System.setProperty("trackx.release", "1.2.3");
    try {
      TrackXClient client = TrackX.setup();

      assertThat(client.toString()).contains("captured=0").doesNotContain("abcdefghij1");
    } finally {
      System.clearProperty("trackx.endpoint");
      System.clearProperty("trackx.release");
    }
  }

  @Test
  void releaseAndEnvironmentOfTheProcess_areScrubbed() {
    System.setProperty("trackx.endpoint", FakeTransport.ENDPOINT);
    System.setProperty("trackx.release", "10.2.3.4");
    System.setProperty("trackx.environment", "test of bob@example.com");
    try {
      assertThat(TrackX.setup().preview(new IllegalStateException("x")))
          .contains("\"release\":\"10.2.3.4\"", "\"environment\":\"test of [email]\"");
    } finally {
      System.clearProperty("trackx.endpoint");
      System.clearProperty("trackx.release");
      System.clearProperty("trackx.environment");
    }
  }

  @Test
  void close_twice_isHarmless_andSetupStartsAgain() {
    TrackX.setup(quiet());
    TrackX.close();
    TrackX.close();
    TrackX.setup(quiet());

    TrackX.sendEvent(new RuntimeException("again"));

    assertThat(TrackX.flush(PATIENCE)).isTrue();
    assertThat(transport.bodies()).hasSize(1);
  }

  private TrackXClient.Builder quiet() {
    return TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .shutdownTimeout(PATIENCE)
        .captureUncaught(false);
  }
}
