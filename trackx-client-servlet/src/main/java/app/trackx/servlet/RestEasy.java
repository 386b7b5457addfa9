package app.trackx.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Reads the template of a JAX-RS resource where RESTEasy leaves the method that it chose, in an attribute
 * of the request; from the {@code @Path} of method and class, by name. Jersey leaves nothing, so there the
 * application names the route.
 */
final class RestEasy {
  private static final String INVOKER = "org.jboss.resteasy.core.ResourceMethodInvoker";

  private RestEasy() {}

  /** The template; null if there is none, or it cannot be read. */
  static @Nullable String template(HttpServletRequest request) {
    Object invoker = request.getAttribute(INVOKER);
    if (invoker == null) {
      return null;
    }
    try {
      Object method = invoker.getClass().getMethod("getMethod").invoke(invoker);
      Object resource = invoker.getClass().getMethod("getResourceClass").invoke(invoker);
      return method instanceof Method && resource instanceof Class
          ? template((Class<?>) resource, (Method) method)
          : null;
    } catch (Throwable otherVersion) {
      return null;
    }
  }

  private static @Nullable String template(Class<?> resource, Method method) throws Exception {
    String ofMethod = path(method);
    for (Class<?> type = resource; type != null; type = type.getSuperclass()) {
      String ofType = path(type);
      if (ofType != null) {
        return joined(ofType, ofMethod);
      }
    }
    return ofMethod == null ? null : joined("", ofMethod);
  }

  private static @Nullable String path(AnnotatedElement element) throws Exception {
    for (Annotation annotation : element.getAnnotations()) {
      Class<?> type = annotation.annotationType();
      if (type.getName().equals("jakarta.ws.rs.Path")
          || type.getName().equals("javax.ws.rs.Path")) {
        return String.valueOf(type.getMethod("value").invoke(annotation));
      }
    }
    return null;
  }

  private static String joined(String first, @Nullable String second) {
    String base = first.endsWith("/") ? first.substring(0, first.length() - 1) : first;
    if (second == null || second.isEmpty()) {
      return base;
    }
    return second.startsWith("/") ? base + second : base + "/" + second;
  }
}
