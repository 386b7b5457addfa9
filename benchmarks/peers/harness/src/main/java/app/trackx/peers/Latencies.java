package app.trackx.peers;

import java.util.Arrays;

/** Percentiles of samples. */
final class Latencies {
  private Latencies() {}

  /** Prints percentiles in microseconds of the first samples, which are in nanoseconds. */
  static void print(String prefix, long[] nanos, int count) {
    if (count == 0) {
      return;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    Row.print(prefix + "p50us", percentile(sorted, 50) / 1e3);
    Row.print(prefix + "p90us", percentile(sorted, 90) / 1e3);
    Row.print(prefix + "p99us", percentile(sorted, 99) / 1e3);
    Row.print(prefix + "maxus", sorted[count - 1] / 1e3);
    Row.print(prefix + "meanus", Arrays.stream(sorted).average().orElse(0) / 1e3);
  }

  static long percentile(long[] sorted, int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }
}
