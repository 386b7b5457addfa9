package app.trackx.spring;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.FailedRecordProcessor;
import org.springframework.kafka.listener.RecordInterceptor;
import org.springframework.kafka.support.TopicPartitionOffset;
import org.springframework.util.ReflectionUtils;

/**
 * An interceptor of records that reports what a container with a transaction gives up. A proxy, since a
 * class that delegates would hide the methods that later versions of the interface add.
 *
 * <p>The container tells the interceptor of a failure, logs the rollback as an error, lets its processor
 * deliver the record again or give it up, and tells the interceptor of the end. In between the thread
 * works on a job, so that what is logged waits for its end, when it is known what became of the record:
 * the processor counts attempts, and begins anew once it has given up. Batches are not told so; their
 * failures arrive by their log records.
 */
final class KafkaRollbacks implements InvocationHandler {
  private final RecordInterceptor<?, ?> own;
  private final FailedRecordProcessor attempts;
  private final KafkaJob job;

  /** The failure that a consumer's thread deals with; of several threads, if the container has them. */
  private final ThreadLocal<Failure> failures = new ThreadLocal<>();

  private KafkaRollbacks(
      RecordInterceptor<?, ?> own, FailedRecordProcessor attempts, KafkaJob job) {
    this.own = own;
    this.attempts = attempts;
    this.job = job;
  }

  private record Failure(Exception error, JobScope scope) {}

  /** Puts an interceptor around the container's own, which only its field tells in all versions. */
  static <K, V> void watch(
      AbstractMessageListenerContainer<K, V> container,
      FailedRecordProcessor attempts,
      KafkaJob job) {
    Field field =
        ReflectionUtils.findField(AbstractMessageListenerContainer.class, "recordInterceptor");
    if (field == null) {
      return;
    }
    ReflectionUtils.makeAccessible(field);
    RecordInterceptor<?, ?> own =
        (RecordInterceptor<?, ?>) ReflectionUtils.getField(field, container);
    if (own == null) {
      own = (RecordInterceptor<K, V>) (record, consumer) -> record;
    }
    if (!isWrapped(own)) {
      container.setRecordInterceptor(around(own, attempts, job));
    }
  }

  @SuppressWarnings("unchecked") // it delegates to one of the container's types
  private static <K, V> RecordInterceptor<K, V> around(
      RecordInterceptor<?, ?> own, FailedRecordProcessor attempts, KafkaJob job) {
    return (RecordInterceptor<K, V>) Proxy.newProxyInstance(
        RecordInterceptor.class.getClassLoader(),
        new Class<?>[] {RecordInterceptor.class},
        new KafkaRollbacks(own, attempts, job));
  }

  private static boolean isWrapped(RecordInterceptor<?, ?> interceptor) {
    return Proxy.isProxyClass(interceptor.getClass())
        && Proxy.getInvocationHandler(interceptor) instanceof KafkaRollbacks;
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(own, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getTargetException();
    } finally {
      watch(method.getName(), arguments);
    }
  }

  private void watch(String method, @Nullable Object @Nullable [] arguments) {
    Object record = arguments == null || arguments.length == 0 ? null : arguments[0];
    if (method.equals("failure") && arguments != null && arguments[1] instanceof Exception error) {
      end(null);
      failures.set(new Failure(error, job.open()));
    } else if (method.equals("afterRecord") && record instanceof ConsumerRecord<?, ?> known) {
      end(known);
    } else if (method.equals("clearThreadState")) {
      end(null);
    }
  }

  /**
   * Ends the job of a failure, if there was one.
   *
   * @param record the failed record; null if the container stopped before it dealt with it
   */
  private void end(@Nullable ConsumerRecord<?, ?> record) {
    Failure failure = failures.get();
    if (failure == null) {
      return;
    }
    failures.remove();
    if (record != null) {
      if (isGivenUp(record)) {
        job.gaveUp(failure.error(), record);
      } else {
        job.again(failure.error());
      }
    }
    failure.scope().close();
  }

  private boolean isGivenUp(ConsumerRecord<?, ?> record) {
    int next = attempts.deliveryAttempt(
        new TopicPartitionOffset(record.topic(), record.partition(), record.offset()));
    return next <= 1;
  }
}
