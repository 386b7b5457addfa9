package app.trackx.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.Diagnostics;
import app.trackx.DropReason;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.transport.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The meters of a client with its threads. Runs once with each supported Micrometer. */
@Timeout(60)
class TrackXMetricsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private final RecordingTransport transport = new RecordingTransport();
  private final Prometheus prometheus = new Prometheus();

  @Test
  void micrometer_isTheVersionOfThisRun() {
    String wanted = System.getProperty("trackx.test.micrometer", "1.1.");
    assertThat(MeterRegistry.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath())
        .contains("/micrometer-core-" + wanted);
  }

  @Test
  void counters_areThoseOfDiagnostics_asPrometheusNamesThem() {
    transport.then(Outcome.sent()).then(Outcome.rejected(422));
    try (TrackXClient client = transport
        .builder()
        .onError((payload, reason) -> "cancel".equals(payload.getMessage()) ? null : payload)
        .build()) {
      new TrackXMetrics(client).bindTo(prometheus.registry);
      for (String message : List.of("one", "two", "cancel")) {
        client.sendEvent(new RuntimeException(message));
        assertThat(client.flush(PATIENCE)).isTrue();
      }
      client.ping();
      assertThat(client.flush(PATIENCE)).isTrue();

      assertThat(prometheus.scrape())
          .containsEntry("trackx_captured_errors_total", 3.0)
          .containsEntry("trackx_sent_events_total", 1.0)
          .containsEntry("trackx_cancelled_errors_total", 1.0)
          .containsEntry("trackx_dropped_errors_total{reason=\"rejected\"}", 1.0)
          .containsEntry("trackx_dropped_errors_total{reason=\"queue_full\"}", 0.0)
          .containsEntry("trackx_pings_total{outcome=\"sent\"}", 1.0)
          .containsEntry("trackx_pending_errors", 0.0)
          .containsEntry("trackx_aggregating_errors", 0.0);
    }
  }

  /** So that a new count is shown without a change here. */
  @Test
  void everyCount_everyReasonAndEveryState_hasItsSeries() {
    try (TrackXClient client = transport.client()) {
      new TrackXMetrics(client).bindTo(prometheus.registry);
      Map<String, Double> series = prometheus.scrape();

      for (DropReason reason : DropReason.values()) {
        assertThat(series)
            .containsKey("trackx_dropped_errors_total{reason=\""
                + reason.name().toLowerCase(Locale.ROOT) + "\"}");
      }
      for (Diagnostics.DeliveryState state : Diagnostics.DeliveryState.values()) {
        assertThat(series)
            .containsKey(
                "trackx_delivery_state{state=\"" + state.name().toLowerCase(Locale.ROOT) + "\"}");
      }
      long counts = Stream.of(Diagnostics.class.getMethods())
          .filter(method -> method.getReturnType() == long.class)
          .filter(method -> method.getDeclaringClass() == Diagnostics.class)
          .filter(method -> !Modifier.isStatic(method.getModifiers()))
          .map(Method::getName)
          .filter(name -> !name.equals("totalDropped")) // the sum over the reasons
          .count();
      assertThat(series)
          .hasSize((int) counts
              + DropReason.values().length
              + Diagnostics.DeliveryState.values().length);
    }
  }

  @Test
  void state_isOneForTheCurrentState_andZeroForTheOthers() {
    transport.then(Outcome.rateLimited(429, Duration.ofMinutes(30)));
    try (TrackXClient client =
        transport.builder().shutdownTimeout(Duration.ZERO).build()) {
      new TrackXMetrics(client).bindTo(prometheus.registry);
      assertThat(states()).containsExactly("trackx_delivery_state{state=\"ready\"}");

      client.sendEvent(new RuntimeException());
      assertThat(client.flush(PATIENCE)).isFalse();

      assertThat(states()).containsExactly("trackx_delivery_state{state=\"rate_limited\"}");
      assertThat(prometheus.scrape()).containsEntry("trackx_pending_errors", 1.0);
    }
  }

  private List<String> states() {
    return prometheus.scrape().entrySet().stream()
        .filter(series -> series.getKey().startsWith("trackx_delivery_state"))
        .filter(series -> series.getValue() == 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toList());
  }

  @Test
  void tags_tellSeveralClientsApart() {
    try (TrackXClient orders = transport.client();
        TrackXClient stock = transport.client()) {
      new TrackXMetrics(orders, List.of(Tag.of("client", "orders"))).bindTo(prometheus.registry);
      new TrackXMetrics(stock, List.of(Tag.of("client", "stock"))).bindTo(prometheus.registry);
      stock.sendEvent(new RuntimeException());
      assertThat(stock.flush(PATIENCE)).isTrue();

      assertThat(prometheus.scrape())
          .containsEntry("trackx_sent_events_total{client=\"orders\"}", 0.0)
          .containsEntry("trackx_sent_events_total{client=\"stock\"}", 1.0);
    }
  }

  @Test
  void replacedClient_makesRoomForTheMetersOfTheNext() {
    try {
      new TrackXMetrics(TrackX.setup(transport.builder())).bindTo(prometheus.registry);
      TrackX.sendEvent(new RuntimeException());
      assertThat(TrackX.flush(PATIENCE)).isTrue();
      TrackXClient next = TrackX.setup(transport.builder());
      assertThat(prometheus.scrape()).isEmpty();

      new TrackXMetrics(next).bindTo(prometheus.registry);
      assertThat(prometheus.scrape()).containsEntry("trackx_sent_events_total", 0.0);
    } finally {
      TrackX.close();
    }
    assertThat(prometheus.scrape()).isEmpty();
  }

  @Test
  void close_removesTheMeters_fromEveryRegistry() {
    MeterRegistry other = new SimpleMeterRegistry();
    try (TrackXClient client = transport.client()) {
      TrackXMetrics metrics = new TrackXMetrics(client);
      metrics.bindTo(prometheus.registry);
      metrics.bindTo(other);
      assertThat(other.getMeters()).isNotEmpty();
      metrics.close();
      metrics.close();

      assertThat(other.getMeters()).isEmpty();
      assertThat(prometheus.scrape()).isEmpty();
      assertThat(client.isEnabled()).isTrue();
    }
  }

  @Test
  void clientThatIsOffOrClosed_hasNoMeters() {
    TrackXClient closed = transport.client();
    closed.close();
    new TrackXMetrics(closed).bindTo(prometheus.registry);
    new TrackXMetrics(TrackXClient.builder(null).build()).bindTo(prometheus.registry);

    assertThat(prometheus.scrape()).isEmpty();
  }

  @Test
  void meters_containNeitherKeyNorMessage() {
    try (TrackXClient client = transport.client()) {
      new TrackXMetrics(client).bindTo(prometheus.registry);
      client.sendEvent(new IllegalStateException("of bob@example.com"));
      assertThat(client.flush(PATIENCE)).isTrue();

      assertThat(prometheus.registry.getMeters())
          .allSatisfy(meter -> assertThat(meter.getId() + " " + meter.getId().getDescription())
              .doesNotContain(RecordingTransport.KEY, "bob", "IllegalState"));
    }
  }
}
