package app.trackx.spring;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.ListenerExecutionFailedException;

/**
 * An exception of a listener, and the record or batch that it concerns.
 *
 * @param record the failed one; of a batch that failed as a whole, the first one; null if none is known
 * @param batch the number of records of a batch that failed as a whole; 0 for a single record
 */
record KafkaFailure(Exception error, @Nullable ConsumerRecord<?, ?> record, int batch) {

  static KafkaFailure ofRecord(Exception error, @Nullable ConsumerRecord<?, ?> record) {
    return new KafkaFailure(error, record, 0);
  }

  /** Returns the failure of the record that the listener names, or else of the whole batch. */
  static KafkaFailure ofBatch(Exception error, ConsumerRecords<?, ?> batch) {
    BatchListenerFailedException named = named(error);
    ConsumerRecord<?, ?> first = null;
    int index = 0;
    for (ConsumerRecord<?, ?> record : batch) {
      if (named != null && isNamed(record, index, named)) {
        return ofRecord(error, record);
      }
      if (first == null) {
        first = record;
      }
      index++;
    }
    return new KafkaFailure(error, first, index);
  }

  private static @Nullable BatchListenerFailedException named(Exception error) {
    Throwable link = error;
    for (int depth = 0; link != null && depth < 100; depth++) { // a chain of causes may be a circle
      if (link instanceof BatchListenerFailedException named) {
        return named;
      }
      link = link.getCause();
    }
    return null;
  }

  private static boolean isNamed(
      ConsumerRecord<?, ?> record, int index, BatchListenerFailedException named) {
    ConsumerRecord<?, ?> failed = named.getRecord();
    return failed == null ? named.getIndex() == index : isSame(record, failed);
  }

  private static boolean isSame(ConsumerRecord<?, ?> one, ConsumerRecord<?, ?> other) {
    return one.offset() == other.offset()
        && one.partition() == other.partition()
        && one.topic().equals(other.topic());
  }

  /** Returns this failure, as a later attempt ended. */
  KafkaFailure of(Exception later) {
    return new KafkaFailure(later, record, batch);
  }

  boolean isOfOneRecord() {
    return batch == 0;
  }

  /** Returns whether it failed for one of these records, or for a batch of which some are left. */
  boolean isAmong(ConsumerRecords<?, ?> remaining) {
    ConsumerRecord<?, ?> failed = record;
    if (failed == null || !isOfOneRecord()) {
      return !remaining.isEmpty();
    }
    for (ConsumerRecord<?, ?> left : remaining.records(partition(failed))) {
      if (isSame(left, failed)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether the consumer goes on after the record, instead of having it delivered again. Asks
   * no broker. True as well if the consumer cannot tell: better an event too many than none.
   */
  boolean isPassed(@Nullable Consumer<?, ?> consumer) {
    ConsumerRecord<?, ?> failed = record;
    if (failed == null || consumer == null) {
      return false;
    }
    try {
      return consumer.position(partition(failed), Duration.ZERO) > failed.offset();
    } catch (RuntimeException notAssignedOrUnknown) {
      return true;
    }
  }

  private static TopicPartition partition(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  /** Returns the listener's own exception, without those that Spring puts around it. */
  Throwable cause() {
    Throwable link = error;
    while ((link instanceof ListenerExecutionFailedException
            || link instanceof BatchListenerFailedException)
        && link.getCause() != null) {
      link = link.getCause();
    }
    return link;
  }

  /** Returns where the record is, so that it can be found; never what is in it. */
  Map<String, Object> place(@Nullable String group) {
    Map<String, Object> place = new LinkedHashMap<>();
    if (record != null) {
      place.put("topic", record.topic());
      place.put("partition", record.partition());
      place.put("offset", record.offset());
    }
    if (!isOfOneRecord()) {
      place.put("records", batch);
    }
    if (group != null) {
      place.put("group", group);
    }
    return place;
  }
}
