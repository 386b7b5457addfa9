package app.trackx.spring;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Adds listeners to each step that is a bean or belongs to a job that is one. By reflection, since
 * Spring Batch 6 has moved the types of all listeners, and both versions are one artifact, of which
 * only one can be compiled against. Where a step has no such method, it stays as it is.
 */
final class BatchPostProcessor implements BeanPostProcessor {
  static final String STEP = "org.springframework.batch.core.step.AbstractStep";
  private static final String STEPS = "org.springframework.batch.core.step.StepLocator";

  /** Of a chunk-oriented step as {@code StepBuilder} makes it in version 5, and may in version 6. */
  private static final String[] CHUNKS = {"chunkProvider", "chunkProcessor"};

  private final BatchListener listener;
  private final @Nullable Class<?> step = find(STEP);
  private final @Nullable Class<?> steps = find(STEPS);

  /** Steps with a listener; a step and its job are different beans. They live as long as the context. */
  private final Set<Object> done =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  BatchPostProcessor(ClientAccess client) {
    this.listener = new BatchListener(client);
  }

  private static @Nullable Class<?> find(String name) {
    try {
      return ClassUtils.forName(name, BatchPostProcessor.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError otherVersion) {
      return null;
    }
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    try {
      if (step != null && step.isInstance(bean)) {
        listenTo(bean);
      } else if (steps != null && steps.isInstance(bean)) {
        listenToAll(bean);
      }
    } catch (ReflectiveOperationException | RuntimeException otherVersion) {
      // a failed step is still logged as an error, and so is an event without its job
    }
    return bean;
  }

  private void listenToAll(Object job) throws ReflectiveOperationException {
    Object names = job.getClass().getMethod("getStepNames").invoke(job);
    Method get = job.getClass().getMethod("getStep", String.class);
    if (names instanceof Collection<?> all) {
      for (Object name : all) {
        Object one = get.invoke(job, name);
        if (step != null && step.isInstance(one)) {
          listenTo(one);
        }
      }
    }
  }

  private void listenTo(Object one) throws ReflectiveOperationException {
    if (done.add(one)) {
      register(one, "registerStepExecutionListener", listener);
      if (!register(one, "registerSkipListener", listener)) {
        Object tasklet = read(one, "tasklet");
        for (String part : CHUNKS) {
          Object chunks = tasklet == null ? null : read(tasklet, part);
          if (chunks != null) {
            register(chunks, "registerListener", listener);
          }
        }
      }
    }
  }

  /** Registers a listener with the method of that name, whatever type of listener it takes. */
  private static boolean register(Object target, String name, BatchListener listener)
      throws ReflectiveOperationException {
    for (Method method : target.getClass().getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == 1) {
        method.invoke(target, listener.as(method.getParameterTypes()[0]));
        return true;
      }
    }
    return false;
  }

  private static @Nullable Object read(Object target, String name) throws IllegalAccessException {
    Field field = ReflectionUtils.findField(target.getClass(), name);
    if (field == null) {
      return null;
    }
    ReflectionUtils.makeAccessible(field);
    return field.get(target);
  }
}
