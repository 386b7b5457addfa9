package app.trackx.spring;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * A listener of steps and of skipped items, for whichever types Spring Batch has. A step is a job on its
 * thread, from before its first listener to after its last: what it logs waits for its end.
 */
final class BatchListener implements InvocationHandler {
  /** Where Spring Batch 6 and 5 have the listener of skipped items. */
  private static final String[] SKIPS = {
    "org.springframework.batch.core.listener.SkipListener",
    "org.springframework.batch.core.SkipListener"
  };

  private final ClientAccess client;
  private final Map<Object, JobScope> running =
      Collections.synchronizedMap(new IdentityHashMap<>());

  BatchListener(ClientAccess client) {
    this.client = client;
  }

  /** Returns this listener as one of a type, or of skipped items if that is a more special one. */
  Object as(Class<?> type) {
    Class<?> interfaceType = type;
    for (String name : SKIPS) {
      ClassLoader loader = type.getClassLoader();
      if (ClassUtils.isPresent(name, loader)) {
        Class<?> skips = ClassUtils.resolveClassName(name, loader);
        interfaceType = type.isAssignableFrom(skips) ? skips : type;
        break;
      }
    }
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {interfaceType}, this);
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> arguments != null && proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "TrackX listener";
      };
    }
    if (arguments != null && arguments.length > 0) {
      try {
        heard(method.getName(), arguments);
      } catch (Throwable neverToTheHost) {
        // another version of Spring Batch, or out of memory
      }
    }
    return null; // of no effect on the exit status
  }

  private void heard(String method, @Nullable Object[] arguments)
      throws ReflectiveOperationException {
    Object last = arguments[arguments.length - 1];
    switch (method) {
      case "beforeStep" -> {
        if (last != null) {
          running.put(last, JobScope.open(nameOf(last)));
        }
      }
      case "afterStep" -> {
        if (last != null) {
          ended(last);
        }
      }
      case "onSkipInRead", "onSkipInProcess", "onSkipInWrite" -> {
        if (last instanceof Throwable error) {
          client.skipped(error, method.substring("onSkipIn".length()).toLowerCase(Locale.ROOT));
        }
      }
      default -> {}
    }
  }

  private void ended(Object execution) throws ReflectiveOperationException {
    JobScope scope = running.remove(execution);
    try {
      if (call(execution, "getFailureExceptions") instanceof Collection<?> failures) {
        for (Object failure : failures) {
          if (failure instanceof Throwable error && !isInterruption(error)) {
            client.uncaught(error, nameOf(execution));
          }
        }
      }
    } finally {
      if (scope != null) {
        scope.close();
      }
    }
  }

  /** Returns whether somebody stopped the job. */
  private static boolean isInterruption(Throwable error) {
    return error.getClass().getSimpleName().equals("JobInterruptedException");
  }

  /** Returns job and step, as {@code importOrders.read}. */
  private static String nameOf(Object execution) throws ReflectiveOperationException {
    Object instance = call(call(execution, "getJobExecution"), "getJobInstance");
    return call(instance, "getJobName") + "." + call(execution, "getStepName");
  }

  private static @Nullable Object call(@Nullable Object target, String getter)
      throws ReflectiveOperationException {
    return target == null ? null : target.getClass().getMethod(getter).invoke(target);
  }
}
