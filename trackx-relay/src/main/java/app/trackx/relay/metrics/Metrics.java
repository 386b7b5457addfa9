package app.trackx.relay.metrics;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * Counters, gauges and one histogram, written in the text format of Prometheus. Names and labels are constants of the relay:
 * nothing of a request is in them. Thread-safe.
 */
public final class Metrics {
  private static final String PREFIX = "trackx_relay_";
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10
  };

  private final Map<String, String> help = new ConcurrentSkipListMap<>();
  private final Map<String, Map<String, LongAdder>> counters = new ConcurrentSkipListMap<>();
  private final Map<String, DoubleSupplier> gauges = new ConcurrentSkipListMap<>();
  private final LongAdder[] buckets = new LongAdder[SECONDS.length + 1];
  private final LongAdder micros = new LongAdder();

  /** Creates metrics without any counter. */
  public Metrics() {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new LongAdder();
    }
  }

  /**
   * Returns a counter, always the same for the same name and labels.
   *
   * @param name ends in {@code _total}
   * @param text what it counts, one sentence
   * @param labels such as {@code reason="full"}; empty for none
   */
  public LongAdder counter(String name, String text, String labels) {
    help.putIfAbsent(name, text);
    return counters
        .computeIfAbsent(name, any -> new ConcurrentSkipListMap<>())
        .computeIfAbsent(labels, any -> new LongAdder());
  }

  /**
   * Returns the counter of dropped errors and pings with this reason. Create it before anything is dropped: a rate
   * ignores the value that a series begins with.
   */
  public LongAdder dropped(String reason) {
    return counter(
        "dropped_total", "Errors and pings that the relay dropped.", "reason=\"" + reason + '"');
  }

  /** Returns the counter of refused requests with this reason. Create it before anything is refused. */
  public LongAdder refused(String reason) {
    return counter(
        "refused_total",
        "Requests that could not be kept, and were answered with 503.",
        "reason=\"" + reason + '"');
  }

  /** Adds a gauge, or replaces it; its value is read on whichever thread asks for the text. */
  public void gauge(String name, String text, DoubleSupplier value) {
    help.put(name, text);
    gauges.put(name, value);
  }

  /** Records how long a request took, from its last byte to its answer. */
  public void answered(long nanos) {
    double seconds = nanos / 1e9;
    int bucket = 0;
    while (bucket < SECONDS.length && seconds > SECONDS[bucket]) {
      bucket++;
    }
    buckets[bucket].increment();
    micros.add(nanos / 1000);
  }

  /** Returns the value of a counter, summed over all labels; 0 if there is none. */
  public long total(String name) {
    return counters.getOrDefault(name, new TreeMap<>()).values().stream()
        .mapToLong(LongAdder::sum)
        .sum();
  }

  /** Returns everything in Prometheus' text format. */
  public String text() {
    StringBuilder out = new StringBuilder(4096);
    counters.forEach((name, values) -> {
      header(out, name, "counter", help.getOrDefault(name, ""));
      values.forEach((labels, value) -> {
        out.append(PREFIX).append(name);
        if (!labels.isEmpty()) {
          out.append('{').append(labels).append('}');
        }
        out.append(' ').append(value.sum()).append('\n');
      });
    });
    gauges.forEach((name, value) -> {
      header(out, name, "gauge", help.getOrDefault(name, ""));
      out.append(PREFIX)
          .append(name)
          .append(' ')
          .append(number(value.getAsDouble()))
          .append('\n');
    });
    histogram(out);
    return out.toString();
  }

  private void histogram(StringBuilder out) {
    String name = "request_seconds";
    header(out, name, "histogram", "Time from the last byte of a request to its answer.");
    long sum = 0;
    for (int i = 0; i < buckets.length; i++) {
      sum += buckets[i].sum();
      String bound = i < SECONDS.length ? number(SECONDS[i]) : "+Inf";
      out.append(PREFIX).append(name).append("_bucket{le=\"").append(bound).append("\"} ");
      out.append(sum).append('\n');
    }
    out.append(PREFIX)
        .append(name)
        .append("_sum ")
        .append(number(micros.sum() / 1e6))
        .append('\n');
    out.append(PREFIX).append(name).append("_count ").append(sum).append('\n');
  }

  private static void header(StringBuilder out, String name, String type, String help) {
    out.append("# HELP ").append(PREFIX).append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(PREFIX).append(name).append(' ').append(type).append('\n');
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.6g", value);
  }
}
