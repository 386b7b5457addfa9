package app.trackx.spring;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ErrorHandler;
import org.springframework.util.ReflectionUtils;

/**
 * Adds reporting to the decorator of each executor and to the error handler of each scheduler.
 *
 * <p>Not a {@link TaskDecorator} bean, which would replace that of the application or make Spring Boot
 * use neither, and would not reach executors that the application builds itself. Spring has no getter
 * for what was set, so the fields are read; where that fails, the bean stays as it is. A scheduler
 * without a handler of the application logs what its tasks throw, as an error, and so does not need one.
 */
final class ExecutorPostProcessor implements BeanPostProcessor {
  private static final String DECORATOR = "taskDecorator";
  private static final String HANDLER = "errorHandler";

  private final ClientAccess client;

  ExecutorPostProcessor(ClientAccess client) {
    this.client = client;
  }

  /** Before the bean is initialized, since a pool may look at its decorator only then. */
  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    try {
      if (bean instanceof ThreadPoolTaskScheduler scheduler) {
        ErrorHandler own = (ErrorHandler) read(bean, ThreadPoolTaskScheduler.class, HANDLER);
        if (own != null) {
          scheduler.setErrorHandler(reportingFirst(own));
        }
      } else if (bean instanceof SimpleAsyncTaskScheduler scheduler) {
        ErrorHandler own = (ErrorHandler) read(bean, SimpleAsyncTaskScheduler.class, HANDLER);
        if (own != null) {
          scheduler.setErrorHandler(reportingFirst(own));
        }
      } else if (bean instanceof ThreadPoolTaskExecutor executor) {
        executor.setTaskDecorator(
            reporting((TaskDecorator) read(bean, ThreadPoolTaskExecutor.class, DECORATOR)));
      } else if (bean instanceof SimpleAsyncTaskExecutor executor) {
        executor.setTaskDecorator(
            reporting((TaskDecorator) read(bean, SimpleAsyncTaskExecutor.class, DECORATOR)));
      }
    } catch (IllegalStateException | SecurityException | ReflectiveOperationException otherSpring) {
      // the tasks of this bean are reported by the thread's uncaught-exception handler alone
    }
    return bean;
  }

  private static @Nullable Object read(Object bean, Class<?> type, String name)
      throws ReflectiveOperationException {
    Field field = type.getDeclaredField(name);
    ReflectionUtils.makeAccessible(field);
    return field.get(bean);
  }

  private TaskDecorator reporting(@Nullable TaskDecorator own) {
    return own instanceof ReportingDecorator ? own : new ReportingDecorator(own, client);
  }

  private ErrorHandler reportingFirst(ErrorHandler own) {
    return error -> {
      client.uncaught(error, null);
      own.handleError(error);
    };
  }
}
