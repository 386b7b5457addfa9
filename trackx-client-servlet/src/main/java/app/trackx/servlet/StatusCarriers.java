package app.trackx.servlet;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A reader for the HTTP status that an exception carries for its framework to answer with: Spring's
 * {@code ErrorResponse}, {@code ResponseStatusException} and {@code @ResponseStatus}, JAX-RS's
 * {@code WebApplicationException}, and Jetty's exception for a malformed request. Types are matched
 * by name, since none of them is a dependency. Others are not read: exceptions of HTTP clients also
 * have a {@code getStatusCode()}, but for a response that the application received.
 *
 * <p>Nothing is cached: a cache would keep classes of web applications in memory, and this code
 * runs only on errors.
 */
final class StatusCarriers {
  static final int NONE = -1;

  private static final int DEFAULT_OF_RESPONSE_STATUS = 500;
  private static final int MAX_DEPTH = 4;

  private StatusCarriers() {}

  /** Returns the status, or {@link #NONE}. Never throws. */
  static int statusOf(Throwable error) {
    try {
      for (Class<?> type = error.getClass(); type != null; type = type.getSuperclass()) {
        int status = statusOf(error, type);
        if (status != NONE) {
          return status;
        }
      }
    } catch (Throwable failedInUserCode) {
      // it carries no readable status
    }
    return NONE;
  }

  private static int statusOf(Throwable error, Class<?> type) throws Exception {
    switch (type.getName()) {
      case FrameworkNames.SPRING_STATUS_EXCEPTION:
        return spring(error, type);
      case FrameworkNames.JAX_RS_EXCEPTION:
      case FrameworkNames.OLD_JAX_RS_EXCEPTION:
        return toInt(call(call(error, type, "getResponse"), "getStatus"));
      case FrameworkNames.JETTY_BAD_MESSAGE:
        return toInt(call(error, type, "getCode"));
      default:
        break;
    }
    Class<?> response = interfaceOf(type, FrameworkNames.SPRING_ERROR_RESPONSE, 0);
    if (response != null) {
      return spring(error, response);
    }
    return annotated(type, 0);
  }

  /**
   * Reads a status of Spring: {@code getStatusCode()} in version 6, {@code getStatus()} in 5. Both
   * return an object.
   */
  private static int spring(Throwable error, Class<?> type) throws Exception {
    Result status =
        call(error, type, hasMethod(type, "getStatusCode") ? "getStatusCode" : "getStatus");
    return toInt(status.type.isPrimitive() ? status : call(status, "value"));
  }

  private static @Nullable Class<?> interfaceOf(Class<?> type, String name, int depth) {
    for (Class<?> candidate : type.getInterfaces()) {
      if (candidate.getName().equals(name)) {
        return candidate;
      }
      Class<?> above = depth < MAX_DEPTH ? interfaceOf(candidate, name, depth + 1) : null;
      if (above != null) {
        return above;
      }
    }
    return null;
  }

  /** Reads {@code @ResponseStatus}, or an annotation that is annotated with it. */
  private static int annotated(Class<?> type, int depth) throws Exception {
    for (Annotation annotation : type.getDeclaredAnnotations()) {
      Class<? extends Annotation> kind = annotation.annotationType();
      int status = NONE;
      if (kind.getName().equals(FrameworkNames.SPRING_RESPONSE_STATUS)) {
        status = responseStatus(annotation, kind);
      } else if (depth < MAX_DEPTH && !kind.getName().startsWith("java.")) {
        status = annotated(kind, depth + 1);
        status = status == NONE ? NONE : overridden(annotation, kind, status);
      }
      if (status != NONE) {
        return status;
      }
    }
    return NONE;
  }

  /**
   * Reads {@code value} and {@code code}, which are aliases: one is set, the other has its default.
   */
  private static int responseStatus(Annotation annotation, Class<?> kind) throws Exception {
    int status = DEFAULT_OF_RESPONSE_STATUS;
    if (hasMethod(kind, "value")) {
      status = toInt(call(call(annotation, kind, "value"), "value"));
    }
    if (status == DEFAULT_OF_RESPONSE_STATUS && hasMethod(kind, "code")) {
      status = toInt(call(call(annotation, kind, "code"), "value"));
    }
    return status;
  }

  /**
   * Reads an attribute of a composed annotation that is an alias for the status and so overrides
   * it.
   */
  private static int overridden(Annotation annotation, Class<?> kind, int status) throws Exception {
    for (Method attribute : kind.getDeclaredMethods()) {
      for (Annotation alias : attribute.getDeclaredAnnotations()) {
        if (attribute.getReturnType().getName().equals(FrameworkNames.SPRING_HTTP_STATUS)
            && isOfStatus(alias)) {
          return toInt(call(call(annotation, kind, attribute.getName()), "value"));
        }
      }
    }
    return status;
  }

  private static boolean isOfStatus(Annotation alias) throws Exception {
    Class<?> type = alias.annotationType();
    if (!type.getName().equals(FrameworkNames.SPRING_ALIAS_FOR)) {
      return false;
    }
    Object target = call(alias, type, "annotation").value;
    return target instanceof Class
        && ((Class<?>) target).getName().equals(FrameworkNames.SPRING_RESPONSE_STATUS);
  }

  private static boolean hasMethod(Class<?> type, String name) {
    try {
      type.getMethod(name);
      return true;
    } catch (NoSuchMethodException none) {
      return false;
    }
  }

  /** Calls a method through its declaring type, since the class of the object may not be public. */
  private static Result call(@Nullable Object target, Class<?> type, String name) throws Exception {
    Method method = type.getMethod(name);
    return new Result(method.invoke(target), method.getReturnType());
  }

  private static Result call(Result target, String name) throws Exception {
    return call(target.value, target.type, name);
  }

  private static int toInt(Result result) {
    return result.value instanceof Number ? ((Number) result.value).intValue() : NONE;
  }

  /** A returned value and the declared return type. */
  private static final class Result {
    final @Nullable Object value;
    final Class<?> type;

    Result(@Nullable Object value, Class<?> type) {
      this.value = value;
      this.type = type;
    }
  }
}
