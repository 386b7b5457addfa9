package app.trackx.relay.kafka;

import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/** The number of times that the current task's thread has committed. Confined to that thread. */
interface Commits {
  /** Returns a number that grows with each commit that succeeded. */
  long count();

  /** Finds the counter of a task's thread. */
  interface Source {
    Commits of(ProcessingContext context);
  }

  /**
   * Returns the counter of a thread of Kafka Streams.
   *
   * <p>Kafka Streams has no callback for a commit. It counts commits in a metric of the thread, after the transaction has ended;
   * each commits all tasks of the thread. A commit that is skipped, because partitions are being reassigned, is not counted.
   */
  static Commits ofThread(ProcessingContext context) {
    String thread = Thread.currentThread().getName();
    for (Metric metric : context.metrics().metrics().values()) {
      MetricName name = metric.metricName();
      if (name.name().equals("commit-total")
          && name.group().equals("stream-thread-metrics")
          && thread.equals(name.tags().get("thread-id"))) {
        return () -> ((Number) metric.metricValue()).longValue();
      }
    }
    throw new IllegalStateException("Kafka Streams does not count the commits of " + thread);
  }
}
