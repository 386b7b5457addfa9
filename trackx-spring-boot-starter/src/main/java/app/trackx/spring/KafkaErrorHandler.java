package app.trackx.spring;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.listener.CommonErrorHandler;

/**
 * An error handler that reports what another one gives up. A proxy, since a class that delegates would
 * hide the methods that later versions of the interface add.
 *
 * <p>A handler returns when it is done with the record or batch, and throws to have it delivered again;
 * but it also throws when it has given up one record of a batch and has the rest delivered again. For a
 * batch it may call the listener again itself. What it logs meanwhile waits for the end of the job, and
 * is one event with the failure.
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
    KafkaFailure failure = failureOf(error, arguments[1]);
    int last = arguments.length - 1;
    Retries retries = new Retries(arguments[last], error);
    if (retries.listener instanceof Runnable) {
      arguments[last] = retries;
    }
    JobScope scope = job.open();
    try {
      Object result = call(method, arguments);
      if (!retries.succeeded && isDone(result, failure)) {
        job.gaveUp(failure.of(retries.error));
      }
      return result;
    } catch (RuntimeException thrown) {
      if (failure.isOfOneRecord() && failure.isPassed(consumerOf(arguments))) {
        job.gaveUp(failure);
      }
      if (thrown instanceof KafkaException || thrown.getCause() == error) {
        job.again(thrown);
      }
      throw thrown;
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

  /** Returns whether what failed is not delivered again, after a handler has returned. */
  private static boolean isDone(@Nullable Object result, KafkaFailure failure) {
    if (result instanceof Boolean done) {
      return done;
    }
    return !(result instanceof ConsumerRecords<?, ?> remaining) || !failure.isAmong(remaining);
  }

  private static KafkaFailure failureOf(Exception error, @Nullable Object failed) {
    if (failed instanceof ConsumerRecords<?, ?> batch) {
      return KafkaFailure.ofBatch(error, batch);
    }
    Object first = failed instanceof List<?> list && !list.isEmpty() ? list.get(0) : failed;
    return KafkaFailure.ofRecord(error, first instanceof ConsumerRecord<?, ?> one ? one : null);
  }

  private static @Nullable Consumer<?, ?> consumerOf(@Nullable Object[] arguments) {
    for (Object argument : arguments) {
      if (argument instanceof Consumer<?, ?> consumer) {
        return consumer;
      }
    }
    return null;
  }

  /** The listener, as a handler calls it again for a batch, and how the last call ended. */
  private static final class Retries implements Runnable {
    final @Nullable Object listener;
    Exception error;
    boolean succeeded;

    Retries(@Nullable Object listener, Exception error) {
      this.listener = listener;
      this.error = error;
    }

    @Override
    public void run() {
      try {
        if (listener instanceof Runnable known) {
          known.run();
        }
        succeeded = true;
      } catch (RuntimeException again) {
        succeeded = false;
        error = again;
        throw again;
      }
    }
  }
}
