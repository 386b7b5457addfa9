package app.trackx.spring;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.CommonErrorHandler;

/**
 * An error handler that reports what another one gives up. A proxy, since a class that delegates would
 * hide the methods that later versions of the interface add.
 *
 * <p>A handler returns when the record is done with, and throws to have it delivered again. What it
 * logs meanwhile waits for the end of the job, and is one event with the failure.
 */
final class KafkaErrorHandler implements InvocationHandler {
  private final CommonErrorHandler own;
  private final KafkaJob job;

  private KafkaErrorHandler(CommonErrorHandler own, KafkaJob job) {
    this.own = own;
    this.job = job;
  }

  static CommonErrorHandler around(CommonErrorHandler own, KafkaJob job) {
    return (CommonErrorHandler) Proxy.newProxyInstance(
        CommonErrorHandler.class.getClassLoader(),
        new Class<?>[] {CommonErrorHandler.class},
        new KafkaErrorHandler(own, job));
  }

  static boolean isWrapped(CommonErrorHandler handler) {
    return Proxy.isProxyClass(handler.getClass())
        && Proxy.getInvocationHandler(handler) instanceof KafkaErrorHandler;
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (arguments != null
        && arguments.length > 1
        && arguments[0] instanceof Exception error
        && method.getName().startsWith("handle")) {
      return handle(method, arguments, error);
    }
    return call(method, arguments);
  }

  private @Nullable Object handle(Method method, @Nullable Object[] arguments, Exception error)
      throws Throwable {
    JobScope scope = job.open();
    try {
      Object result = call(method, arguments);
      if (isDone(result, error)) {
        job.gaveUp(error, failed(arguments[1], error));
      }
      return result;
    } catch (KafkaException again) {
      job.again(again);
      throw again;
    } finally {
      scope.close();
    }
  }

  private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(own, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getTargetException();
    }
  }

  /** Returns whether the failed record is not delivered again. */
  private static boolean isDone(@Nullable Object result, Exception error) {
    if (result instanceof Boolean done) {
      return done;
    }
    if (result instanceof ConsumerRecords<?, ?> remaining) {
      ConsumerRecord<?, ?> failed = recordOf(error);
      return failed == null ? remaining.isEmpty() : !contains(remaining, failed);
    }
    return true;
  }

  private static boolean contains(ConsumerRecords<?, ?> records, ConsumerRecord<?, ?> failed) {
    TopicPartition partition = new TopicPartition(failed.topic(), failed.partition());
    for (ConsumerRecord<?, ?> record : records.records(partition)) {
      if (record.offset() == failed.offset()) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable ConsumerRecord<?, ?> recordOf(@Nullable Throwable error) {
    for (Throwable link = error; link != null; link = link.getCause()) {
      if (link instanceof BatchListenerFailedException failed) {
        return failed.getRecord();
      }
    }
    return null;
  }

  /** Returns the record that failed, as far as it is known. */
  private static @Nullable ConsumerRecord<?, ?> failed(@Nullable Object argument, Exception error) {
    if (argument instanceof ConsumerRecord<?, ?> one) {
      return one;
    }
    return argument instanceof List<?> list
            && !list.isEmpty()
            && list.get(0) instanceof ConsumerRecord<?, ?> first
        ? first
        : recordOf(error);
  }
}
