package app.trackx.relay.kafka;

import app.trackx.relay.metrics.Metrics;

/**
 * What waits in the outbox, while this relay has it. Written by its task, read by any thread. The names are those of the embedded
 * form.
 */
final class OutboxGauges {
  private static final String ELSEWHERE = " 0 while another relay forwards.";

  /**
   * The numbers of one moment.
   *
   * @param kinds kinds of errors that wait or are being sent
   * @param errors errors that wait or are being sent
   * @param pings pings that wait
   * @param oldest when the oldest error that is due occurred, or became due; {@code Long.MAX_VALUE} if none is due
   * @param bytes of memory, about
   */
  record Numbers(int kinds, long errors, int pings, long oldest, long bytes) {}

  private static final Numbers NONE = new Numbers(0, 0, 0, Long.MAX_VALUE, 0);

  private volatile Numbers numbers = NONE;
  private volatile boolean here;

  OutboxGauges(Metrics metrics) {
    metrics.gauge(
        "kafka_outbox",
        "1 if this relay is the one of its group that forwards.",
        () -> here ? 1 : 0);
    metrics.gauge("pending_kinds", "Kinds of errors that wait." + ELSEWHERE, () -> numbers.kinds());
    metrics.gauge("pending_errors", "Errors that wait." + ELSEWHERE, () -> numbers.errors());
    metrics.gauge("pending_pings", "Pings that wait." + ELSEWHERE, () -> numbers.pings());
    metrics.gauge(
        "oldest_pending_seconds",
        "Age of the oldest error that waits and is due: the lag." + ELSEWHERE,
        this::oldestSeconds);
    metrics.gauge("state_bytes", "Size of the state in memory." + ELSEWHERE, () -> numbers.bytes());
  }

  private double oldestSeconds() {
    long oldest = numbers.oldest();
    return oldest == Long.MAX_VALUE ? 0 : Math.max(0, System.currentTimeMillis() - oldest) / 1e3;
  }

  void publish(Numbers now) {
    numbers = now;
    here = true;
  }

  void leave() {
    here = false;
    numbers = NONE;
  }

  /** Returns zeros while another relay has the outbox. */
  Numbers numbers() {
    return numbers;
  }

  /** Returns whether this relay has the outbox. */
  boolean isHere() {
    return here;
  }
}
