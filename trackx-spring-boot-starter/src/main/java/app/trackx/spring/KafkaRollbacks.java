package app.trackx.spring;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.RecordInterceptor;
import org.springframework.util.ReflectionUtils;

/**
 * An interceptor of records or batches that reports what a container with a transaction gives up. A
 * proxy, since a class that delegates would hide the methods that later versions of the interface add.
 *
 * <p>The container tells the interceptor of a failure, logs the rollback as an error, lets its processor
 * deliver the record or batch again or give it up, and tells the interceptor of the end: of a record, or
 * else of the round of the consumer's thread. In between the thread works on a job, so that what is
 * logged waits for its end, when the consumer's position tells what became of the record.
 */
final class KafkaRollbacks implements InvocationHandler {
  private final Object own;
  private final boolean endless;
  private final KafkaJob job;

  /** The failure that a consumer's thread deals with; of several threads, if the container has them. */
  private final ThreadLocal<Open> failures = new ThreadLocal<>();

  private KafkaRollbacks(Object own, boolean endless, KafkaJob job) {
    this.own = own;
    this.endless = endless;
    this.job = job;
  }

  private record Open(KafkaFailure failure, boolean batch, JobScope scope) {}

  /** Puts interceptors around the container's own, which only its fields tell in all versions. */
  static <K, V> void watch(AbstractMessageListenerContainer<K, V> container, KafkaJob job) {
    Field records = field("recordInterceptor");
    if (records != null) {
      RecordInterceptor<K, V> identity = (record, consumer) -> record;
      container.setRecordInterceptor(
          around(RecordInterceptor.class, own(records, container, identity), false, job));
    }
    Field batches = field("batchInterceptor");
    if (batches != null) {
      BatchInterceptor<K, V> identity = (batch, consumer) -> batch;
      boolean endless = !container.getContainerProperties().isBatchRecoverAfterRollback()
          || !container.getAfterRollbackProcessor().isProcessInTransaction();
      container.setBatchInterceptor(
          around(BatchInterceptor.class, own(batches, container, identity), endless, job));
    }
  }

  private static @Nullable Field field(String name) {
    Field field = ReflectionUtils.findField(AbstractMessageListenerContainer.class, name);
    if (field != null) {
      ReflectionUtils.makeAccessible(field);
    }
    return field;
  }

  private static Object own(Field field, Object container, Object without) {
    Object own = ReflectionUtils.getField(field, container);
    return own == null ? without : own;
  }

  /**
   * Returns an interceptor around another one; that one if it is watched already.
   *
   * @param endless true if each attempt to handle a batch is an event, since the container delivers it
   *     again without a limit
   */
  @SuppressWarnings("unchecked") // it delegates to one of the container's types
  private static <T> T around(Class<? super T> type, Object own, boolean endless, KafkaJob job) {
    if (Proxy.isProxyClass(own.getClass())
        && Proxy.getInvocationHandler(own) instanceof KafkaRollbacks) {
      return (T) own;
    }
    return (T) Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, new KafkaRollbacks(own, endless, job));
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(own, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getTargetException();
    } finally {
      if (arguments != null && arguments.length > 0) {
        watch(method.getName(), arguments);
      }
    }
  }

  private void watch(String method, @Nullable Object[] arguments) {
    Object consumer = arguments[arguments.length - 1];
    if (method.equals("failure") && arguments[1] instanceof Exception error) {
      end(null);
      failures.set(open(error, arguments[0]));
    } else if (method.equals("afterRecord") && consumer instanceof Consumer<?, ?> known) {
      end(known);
    } else if (method.equals("clearThreadState")) {
      Open open = failures.get();
      end(open != null && open.batch && consumer instanceof Consumer<?, ?> known ? known : null);
    }
  }

  private Open open(Exception error, @Nullable Object failed) {
    return failed instanceof ConsumerRecords<?, ?> batch
        ? new Open(KafkaFailure.ofBatch(error, batch), true, job.open())
        : new Open(
            KafkaFailure.ofRecord(error, failed instanceof ConsumerRecord<?, ?> one ? one : null),
            false,
            job.open());
  }

  /**
   * Ends the job of a failure, if there was one.
   *
   * @param consumer null if the container stopped before it dealt with the failure
   */
  private void end(@Nullable Consumer<?, ?> consumer) {
    Open open = failures.get();
    if (open == null) {
      return;
    }
    failures.remove();
    if (consumer != null) {
      if (open.failure.isPassed(consumer) || open.batch && endless) {
        job.gaveUp(open.failure);
      } else {
        job.again(open.failure.error());
      }
    }
    open.scope.close();
  }
}
