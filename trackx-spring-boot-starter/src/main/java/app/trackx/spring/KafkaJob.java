package app.trackx.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.ListenerExecutionFailedException;

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

  /**
   * Captures the failure of a record that is not delivered again.
   *
   * @param record null if it is not known
   */
  void gaveUp(Exception error, @Nullable ConsumerRecord<?, ?> record) {
    client.gaveUp(cause(error), name, place(record));
  }

  /** Marks the failure of an attempt, which the container logs, as no event. */
  void again(Throwable error) {
    retries.add(error);
  }

  /** Returns the listener's own exception, without those that Spring puts around it. */
  private static Throwable cause(Exception error) {
    Throwable link = error;
    while ((link instanceof ListenerExecutionFailedException
            || link instanceof BatchListenerFailedException)
        && link.getCause() != null) {
      link = link.getCause();
    }
    return link;
  }

  /** Returns where the record is, so that it can be found; never what is in it. */
  private Map<String, Object> place(@Nullable ConsumerRecord<?, ?> record) {
    Map<String, Object> place = new LinkedHashMap<>();
    if (record != null) {
      place.put("topic", record.topic());
      place.put("partition", record.partition());
      place.put("offset", record.offset());
    }
    if (group != null) {
      place.put("group", group);
    }
    return place;
  }
}
