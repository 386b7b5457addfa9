package app.trackx.servlet;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Reads the HTTP status that an exception carries, for frameworks that answer with it: Spring's {@code
 * ErrorResponse}, {@code ResponseStatusException} and {@code @ResponseStatus}, JAX-RS's {@code
 * WebApplicationException}, and Jetty's of a request that cannot be read. By name, since none of them is a dependency, and only theirs: exceptions of
 * HTTP clients have a {@code getStatusCode()}, too, of an answer that we were given.
 *
 * <p>Nothing is cached, which would keep classes of web applications; this is the way of errors.
 */
final class StatusCarriers {
  static final int NONE = -1;

  private static final String RESPONSE_STATUS =
      "org.springframework.web.bind.annotation.ResponseStatus";
  private static final String ALIAS_FOR = "org.springframework.core.annotation.AliasFor";
  private static final String HTTP_STATUS = "org.springframework.http.HttpStatus";
  private static final int DEFAULT_OF_RESPONSE_STATUS = 500;
  private static final int DEEPEST = 4;

  private StatusCarriers() {}

  /** The status, or {@link #NONE}. Never throws. */
  static int statusOf(Throwable error) {
    try {
      for (Class<?> type = error.getClass(); type != null; type = type.getSuperclass()) {
        int status = statusOf(error, type);
        if (status != NONE) {
          return status;
        }
      }
    } catch (Throwable failedInUserCode) {
      // it carries none that can be read
    }
    return NONE;
  }

  private static int statusOf(Throwable error, Class<?> type) throws Exception {
    switch (type.getName()) {
      case "org.springframework.web.server.ResponseStatusException":
        return spring(error, type);
      case "jakarta.ws.rs.WebApplicationException":
      case "javax.ws.rs.WebApplicationException":
        return toInt(call(call(error, type, "getResponse"), "getStatus"));
      case "org.eclipse.jetty.http.BadMessageException":
        return toInt(call(error, type, "getCode"));
      default:
        break;
    }
    Class<?> response = interfaceOf(type, "org.springframework.web.ErrorResponse", 0);
    if (response != null) {
      return spring(error, response);
    }
    return annotated(type, 0);
  }

  /** Spring 6 has {@code getStatusCode()}, Spring 5 {@code getStatus()}; both give an object. */
  private static int spring(Throwable error, Class<?> type) throws Exception {
    Answer status =
        call(error, type, hasMethod(type, "getStatusCode") ? "getStatusCode" : "getStatus");
    return toInt(status.type.isPrimitive() ? status : call(status, "value"));
  }

  private static @Nullable Class<?> interfaceOf(Class<?> type, String name, int depth) {
    for (Class<?> candidate : type.getInterfaces()) {
      if (candidate.getName().equals(name)) {
        return candidate;
      }
      Class<?> above = depth < DEEPEST ? interfaceOf(candidate, name, depth + 1) : null;
      if (above != null) {
        return above;
      }
    }
    return null;
  }

  /** Of the annotation itself, or of one that is annotated with it. */
  private static int annotated(Class<?> type, int depth) throws Exception {
    for (Annotation annotation : type.getDeclaredAnnotations()) {
      Class<? extends Annotation> kind = annotation.annotationType();
      int status = NONE;
      if (kind.getName().equals(RESPONSE_STATUS)) {
        status = responseStatus(annotation, kind);
      } else if (depth < DEEPEST && !kind.getName().startsWith("java.")) {
        status = annotated(kind, depth + 1);
        status = status == NONE ? NONE : overridden(annotation, kind, status);
      }
      if (status != NONE) {
        return status;
      }
    }
    return NONE;
  }

  /** {@code value} and {@code code} are the same; whoever sets one leaves the other at its default. */
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

  /** An attribute of a composed annotation may be an alias, by which whoever uses it sets the status. */
  private static int overridden(Annotation annotation, Class<?> kind, int status) throws Exception {
    for (Method attribute : kind.getDeclaredMethods()) {
      for (Annotation alias : attribute.getDeclaredAnnotations()) {
        if (attribute.getReturnType().getName().equals(HTTP_STATUS) && isOfStatus(alias)) {
          return toInt(call(call(annotation, kind, attribute.getName()), "value"));
        }
      }
    }
    return status;
  }

  private static boolean isOfStatus(Annotation alias) throws Exception {
    Class<?> type = alias.annotationType();
    if (!type.getName().equals(ALIAS_FOR)) {
      return false;
    }
    Object target = call(alias, type, "annotation").value;
    return target instanceof Class && ((Class<?>) target).getName().equals(RESPONSE_STATUS);
  }

  private static boolean hasMethod(Class<?> type, String name) {
    try {
      type.getMethod(name);
      return true;
    } catch (NoSuchMethodException none) {
      return false;
    }
  }

  /** By the type that declares it: the class of the object itself need not be public. */
  private static Answer call(@Nullable Object target, Class<?> type, String name) throws Exception {
    Method method = type.getMethod(name);
    return new Answer(method.invoke(target), method.getReturnType());
  }

  private static Answer call(Answer target, String name) throws Exception {
    return call(target.value, target.type, name);
  }

  private static int toInt(Answer answer) {
    return answer.value instanceof Number ? ((Number) answer.value).intValue() : NONE;
  }

  /** What a method gave, and what it said it would. */
  private static final class Answer {
    final @Nullable Object value;
    final Class<?> type;

    Answer(@Nullable Object value, Class<?> type) {
      this.value = value;
      this.type = type;
    }
  }
}
