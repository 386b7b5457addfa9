package app.trackx.servlet;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A JAX-RS feature that names the route of a resource for {@link TrackXFilter}:
 * {@code /orders/{id}}, as in its {@code @Path} annotations, following the prefix of the servlet's
 * mapping. JAX-RS 3.1 and later, and implementations that scan for {@code @Provider} classes, find
 * it automatically; elsewhere the application registers it:
 *
 * <pre>{@code
 * resourceConfig.register(JaxRsRoutes.class);
 * }</pre>
 *
 * <p>Without it the route is the mapping of the JAX-RS servlet, such as {@code /api/*}. JAX-RS does
 * not expose the path of a sub-resource's method, so its route is that of the resource that leads
 * to it. Templates are assembled when the application starts; a request costs one attribute. Only
 * this class requires JAX-RS, and only in applications that already have it.
 */
@Provider
public final class JaxRsRoutes implements DynamicFeature {
  /**
   * Creates the feature. Called by JAX-RS, which finds the class in the jar, or for registration.
   */
  public JaxRsRoutes() {}

  /**
   * Registers a filter that names the route for each request to a resource's method. Never throws.
   *
   * @param resource the method
   * @param context registers the filter
   */
  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    try {
      context.register(new Naming(template(resource)));
    } catch (Throwable neverToTheHost) {
      // the route falls back to the servlet's mapping
    }
  }

  private static String template(ResourceInfo resource) {
    Class<?> type = resource.getResourceClass();
    return joined(valueOf(pathOf(type, null)), valueOf(pathOf(type, resource.getResourceMethod())));
  }

  /**
   * Returns the annotation of a class or its method, which may be inherited from a superclass or
   * interface.
   */
  private static @Nullable Path pathOf(@Nullable Class<?> type, @Nullable Method method) {
    if (type == null) {
      return null;
    }
    Path path = method == null ? type.getAnnotation(Path.class) : declared(type, method);
    if (path == null) {
      path = pathOf(type.getSuperclass(), method);
    }
    Class<?>[] interfaces = type.getInterfaces();
    for (int i = 0; path == null && i < interfaces.length; i++) {
      path = pathOf(interfaces[i], method);
    }
    return path;
  }

  private static @Nullable Path declared(Class<?> type, Method method) {
    try {
      return type.getDeclaredMethod(method.getName(), method.getParameterTypes())
          .getAnnotation(Path.class);
    } catch (NoSuchMethodException elsewhere) {
      return null;
    }
  }

  private static String valueOf(@Nullable Path path) {
    return path == null ? "" : path.value();
  }

  private static String joined(String first, String second) {
    String template = trimmed(first) + trimmed(second);
    return template.isEmpty() ? "/" : template;
  }

  private static String trimmed(String path) {
    int from = path.startsWith("/") ? 1 : 0;
    int to = path.endsWith("/") ? path.length() - 1 : path.length();
    return from >= to ? "" : "/" + path.substring(from, to);
  }

  /**
   * Names the route. In all servlet containers of JAX-RS, a request property is a servlet
   * attribute.
   */
  private static final class Naming implements ContainerRequestFilter {
    private final String template;

    Naming(String template) {
      this.template = template;
    }

    @Override
    public void filter(ContainerRequestContext request) {
      try {
        request.setProperty(Route.JAX_RS, template);
      } catch (Throwable neverToTheHost) {
        // the route falls back to the servlet's mapping
      }
    }
  }
}
