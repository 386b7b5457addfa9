package app.trackx.metrics;

import app.trackx.Diagnostics;
import app.trackx.DropReason;
import app.trackx.TrackXClient;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one client as Micrometer meters. Needs Micrometer 1.1 or newer on the class path.
 *
 * <pre>{@code
 * TrackXClient client = TrackX.setup(endpoint);
 * new TrackXMetrics(client).bindTo(registry);
 * }</pre>
 *
 * <table>
 *   <caption>Counters, each with the count of {@link Diagnostics} that it shows</caption>
 *   <tr><th>meter</th><th>base unit</th><th>count</th></tr>
 *   <tr><td>{@code trackx.captured}</td><td>errors</td><td>{@link Diagnostics#captured()}</td></tr>
 *   <tr><td>{@code trackx.sent}</td><td>events</td><td>{@link Diagnostics#sent()}</td></tr>
 *   <tr><td>{@code trackx.folded}</td><td>errors</td><td>{@link Diagnostics#folded()}</td></tr>
 *   <tr><td>{@code trackx.cancelled}</td><td>errors</td>
 *     <td>{@link Diagnostics#cancelled()}</td></tr>
 *   <tr><td>{@code trackx.duplicate}</td><td>errors</td>
 *     <td>{@link Diagnostics#duplicates()}</td></tr>
 *   <tr><td>{@code trackx.dropped}, tag {@code reason}</td><td>errors</td>
 *     <td>{@link Diagnostics#dropped()}; one for each {@link DropReason}, in lower case</td></tr>
 *   <tr><td>{@code trackx.retried}</td><td>requests</td>
 *     <td>{@link Diagnostics#retried()}</td></tr>
 *   <tr><td>{@code trackx.spooled}</td><td>errors</td><td>{@link Diagnostics#spooled()}</td></tr>
 *   <tr><td>{@code trackx.recovered}</td><td>errors</td>
 *     <td>{@link Diagnostics#recovered()}</td></tr>
 *   <tr><td>{@code trackx.restarts}</td><td></td><td>{@link Diagnostics#restarts()}</td></tr>
 *   <tr><td>{@code trackx.pings}, tag {@code outcome}</td><td>pings</td>
 *     <td>{@link Diagnostics#pings()} as {@code sent}, {@link Diagnostics#pingsDropped()} as
 *     {@code dropped}</td></tr>
 *   <tr><td>{@code trackx.reports}, tag {@code outcome}</td><td>reports</td>
 *     <td>{@link Diagnostics#reports()} as {@code sent}, {@link Diagnostics#reportsDropped()} as
 *     {@code dropped}</td></tr>
 * </table>
 *
 * <p>There are three gauges: {@code trackx.pending} is {@link Diagnostics#pending()} and
 * {@code trackx.aggregating} is {@link Diagnostics#aggregating()}, both with base unit errors.
 * {@code trackx.delivery.state} has one series for each
 * {@link app.trackx.Diagnostics.DeliveryState}, with the tag {@code state} in lower case; that of
 * the current state is 1 and the others are 0.
 *
 * <p>The meters are removed from their registries when the client is closed or replaced, so that
 * those of the next client can take their names. Registries with meters of several clients need tags
 * that tell them apart. A meter is computed when it is read; between readings it costs nothing.
 * Thread-safe.
 */
public final class TrackXMetrics implements MeterBinder, AutoCloseable {
  private final TrackXClient client;
  private final Tags tags;
  private final List<Registered> meters = new ArrayList<>(); // guarded by this
  private Diagnostics.@Nullable Listener untilClosed; // guarded by this

  /**
   * Creates meters without tags of their own.
   *
   * @param client the client whose counts are shown
   */
  public TrackXMetrics(TrackXClient client) {
    this(client, Collections.<Tag>emptyList());
  }

  /**
   * Creates meters with tags.
   *
   * @param client the client whose counts are shown
   * @param tags tags of all its meters
   */
  public TrackXMetrics(TrackXClient client, Iterable<Tag> tags) {
    this.client = Objects.requireNonNull(client, "client");
    this.tags = Tags.of(tags);
  }

  /**
   * Registers the meters. Does nothing for a client that has no endpoint or was closed.
   *
   * @param registry the registry; several may be bound
   */
  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    if (untilClosed == null) {
      untilClosed = new UntilClosed();
      client.addListener(untilClosed);
    }
    if (!client.isEnabled()) { // after the listener was added: it may be closed at any time
      close();
      return;
    }
    errors(registry, "captured", Diagnostics::captured, "Errors that were captured");
    counter(registry, "sent", "events", Diagnostics::sent, "Events that the server accepted");
    errors(registry, "folded", Diagnostics::folded, "Errors sent as a count within another event");
    errors(
        registry, "cancelled", Diagnostics::cancelled, "Errors that the OnErrorHandler cancelled");
    errors(registry, "duplicate", Diagnostics::duplicates, "Errors that were captured before");
    errors(registry, "spooled", Diagnostics::spooled, "Errors written to the spool directory");
    errors(registry, "recovered", Diagnostics::recovered, "Errors of earlier runs that were sent");
    counter(
        registry, "retried", "requests", Diagnostics::retried, "Failed requests to be repeated");
    counter(registry, "restarts", null, Diagnostics::restarts, "Restarts of a worker thread");
    outcomes(registry, "pings", Diagnostics::pings, Diagnostics::pingsDropped);
    outcomes(registry, "reports", Diagnostics::reports, Diagnostics::reportsDropped);
    for (DropReason reason : DropReason.values()) {
      dropped(registry, reason);
    }
    gauges(registry);
  }

  private void errors(
      MeterRegistry registry, String name, ToDoubleFunction<Diagnostics> count, String text) {
    counter(registry, name, "errors", count, text);
  }

  private void counter(
      MeterRegistry registry,
      String name,
      @Nullable String unit,
      ToDoubleFunction<Diagnostics> count,
      String text) {
    add(registry, builder(name, count).tags(tags).baseUnit(unit).description(text));
  }

  private void outcomes(
      MeterRegistry registry,
      String name,
      ToDoubleFunction<Diagnostics> sent,
      ToDoubleFunction<Diagnostics> dropped) {
    String text = "What became of " + name;
    add(
        registry,
        builder(name, sent).tags(tags.and("outcome", "sent")).baseUnit(name).description(text));
    add(
        registry,
        builder(name, dropped)
            .tags(tags.and("outcome", "dropped"))
            .baseUnit(name)
            .description(text));
  }

  private void dropped(MeterRegistry registry, DropReason reason) {
    add(
        registry,
        builder("dropped", counts -> count(counts, reason))
            .tags(tags.and("reason", reason.name().toLowerCase(Locale.ROOT)))
            .baseUnit("errors")
            .description("Errors that will not reach the server"));
  }

  private static long count(Diagnostics counts, DropReason reason) {
    Long count = counts.dropped().get(reason);
    return count == null ? 0 : count;
  }

  private FunctionCounter.Builder<TrackXClient> builder(
      String name, ToDoubleFunction<Diagnostics> count) {
    return FunctionCounter.builder(
        "trackx." + name, client, source -> count.applyAsDouble(source.diagnostics()));
  }

  private void add(MeterRegistry registry, FunctionCounter.Builder<TrackXClient> counter) {
    meters.add(new Registered(registry, counter.register(registry)));
  }

  private void gauges(MeterRegistry registry) {
    add(
        registry,
        Gauge.builder("trackx.pending", client, source -> source.diagnostics().pending())
            .tags(tags)
            .baseUnit("errors")
            .description("Errors that are queued or being sent"));
    add(
        registry,
        Gauge.builder(
                "trackx.aggregating", client, source -> source.diagnostics().aggregating())
            .tags(tags)
            .baseUnit("errors")
            .description("Repeats of known errors whose event is not due"));
    for (Diagnostics.DeliveryState state : Diagnostics.DeliveryState.values()) {
      add(
          registry,
          Gauge.builder(
                  "trackx.delivery.state",
                  client,
                  source -> source.deliveryState() == state ? 1 : 0)
              .tags(tags.and("state", state.name().toLowerCase(Locale.ROOT)))
              .description("1 for the current state of delivery"));
    }
  }

  private void add(MeterRegistry registry, Gauge.Builder<TrackXClient> gauge) {
    meters.add(new Registered(registry, gauge.register(registry)));
  }

  /** Removes the meters from all registries. The client goes on. */
  @Override
  public synchronized void close() {
    for (Registered registered : meters) {
      registered.registry.remove(registered.meter);
    }
    meters.clear();
    client.removeListener(untilClosed);
    untilClosed = null;
  }

  /** A meter and the registry that has it. */
  private static final class Registered {
    final MeterRegistry registry;
    final Meter meter;

    Registered(MeterRegistry registry, Meter meter) {
      this.registry = registry;
      this.meter = meter;
    }
  }

  /** Removes the meters when the client is closed. */
  private final class UntilClosed implements Diagnostics.Listener {
    @Override
    public void closed() {
      close();
    }
  }
}
