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
 * Names the route of a JAX-RS resource for {@link TrackXFilter}: {@code /orders/{id}}, as its {@code @Path}
 * annotations have it, after what the servlet's mapping says. JAX-RS finds it by itself from version 3.1, or
 * where it looks for {@code @Provider} classes; elsewhere an application registers it:
 *
 * <pre>{@code
 * resourceConfig.register(JaxRsRoutes.class);
 * }</pre>
 *
 * <p>Without it the route is the mapping of JAX-RS's servlet, such as {@code /api/*}. That of a
 * sub-resource's method, which the container does not name, is that of what leads to it. The template is
 * put together when the application starts; a request costs one attribute. JAX-RS is needed by this class
 * alone, and only where it is there already.
 */
@Provider
public final class JaxRsRoutes implements DynamicFeature {
  /** For JAX-RS, which finds it in the jar, or to be registered. */
  public JaxRsRoutes() {}

  /**
   * Has each request of a resource's method name its route. Never throws.
   *
   * @param resource the method
   * @param context takes what it needs for that
   */
  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    try {
      context.register(new Naming(template(resource)));
    } catch (Throwable neverToTheHost) {
      // the route is the servlet's mapping, then
    }
  }

  private static String template(ResourceInfo resource) {
    Class<?> type = resource.getResourceClass();
    return joined(valueOf(pathOf(type, null)), valueOf(pathOf(type, resource.getResourceMethod())));
  }

  /** Of a class, or of its method: annotations may stand on what it extends or implements. */
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

  /** A property of a request is an attribute of the servlet's, in all servlet containers of JAX-RS. */
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
        // as above
      }
    }
  }
}
