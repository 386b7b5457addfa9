package app.trackx.spring;

import org.jspecify.annotations.Nullable;

/**
 * The work of one listener container, and what becomes of its failures.
 *
 * @param name sent as {@code meta.job}
 * @param group the consumer group; null if it is not known
 */
record KafkaJob(String name, @Nullable String group, ClientAccess client, KafkaRetries retries) {

  JobScope open() {
    return JobScope.open(name);
  }

  /** Captures the failure of what is not delivered again. */
  void gaveUp(KafkaFailure failure) {
    client.gaveUp(failure.cause(), name, failure.place(group));
  }

  /** Marks the failure of an attempt, which the container logs, as no event. */
  void again(Throwable error) {
    retries.add(error);
  }
}
