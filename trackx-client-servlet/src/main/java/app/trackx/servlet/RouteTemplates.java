package app.trackx.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The routes of an application's paths, for URLs of which there is no request: the template that an
 * earlier request of the kind had, else the mapping of the servlet, else the path with its ids
 * replaced. Thread-safe.
 */
final class RouteTemplates {
  /** Maximum number of templates remembered; an application has as many as it has handlers. */
  static final int MOST = 1_000;

  private static final String ID = "{id}";
  private static final int LONGEST_WORD = 40;

  /** Files whose names contain hashes and versions, and no data of a person. */
  private static final String FILES = " js mjs css map json wasm png jpg jpeg gif svg webp avif ico"
      + " woff woff2 ttf html htm jsp xhtml ";

  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final @Nullable ServletContext context;
  private volatile @Nullable Mappings mappings;

  RouteTemplates(@Nullable ServletContext context) {
    this.context = context;
  }

  /** Remembers the route of a request that was handled. Never throws. */
  void learn(HttpServletRequest request) {
    try {
      if (known.size() < MOST
          && request.getDispatcherType() == DispatcherType.REQUEST
          && !request.isAsyncStarted()) {
        Route route = Route.of(request, DispatcherType.REQUEST);
        if (route != null && route.isTemplate()) {
          known.add(route.path());
        }
      }
    } catch (Throwable neverToTheHost) {
      // out of memory, or a request that throws: the path is treated by the other rules
    }
  }

  /** Returns the route of a path of the application, which includes the context path. */
  String of(String path) {
    String best = null;
    int mostLiteral = -1;
    for (String template : known) {
      int literal = literalSegments(template, path);
      if (literal > mostLiteral) {
        mostLiteral = literal;
        best = template;
      }
    }
    return best == null ? mappings().of(path) : best;
  }

  /**
   * Returns how many segments of a template stand in the path as they are; -1 if it does not match.
   */
  private static int literalSegments(String template, String path) {
    StringTokenizer templates = new StringTokenizer(template, "/");
    StringTokenizer segments = new StringTokenizer(path, "/");
    int literal = 0;
    while (templates.hasMoreTokens()) {
      String expected = templates.nextToken();
      boolean last = !templates.hasMoreTokens();
      if (last && (expected.startsWith("*") || expected.startsWith("{*"))) {
        return matchesRest(expected, path) ? literal : -1;
      }
      if (!segments.hasMoreTokens()) {
        return -1;
      }
      String segment = segments.nextToken();
      if (expected.equals(segment)) {
        literal++;
      } else if (expected.indexOf('{') < 0 && expected.indexOf('*') < 0) {
        return -1;
      }
    }
    return segments.hasMoreTokens() ? -1 : literal;
  }

  /** Returns whether the end of a pattern, such as {@code *} or {@code *.do}, matches the path. */
  private static boolean matchesRest(String pattern, String path) {
    return !pattern.startsWith("*.") || path.endsWith(pattern.substring(1));
  }

  /** Returns the mappings, read once the application has started. */
  private Mappings mappings() {
    Mappings known = mappings;
    if (known == null) {
      known = new Mappings(context);
      mappings = known;
    }
    return known;
  }

  /** The mappings of an application's servlets, except those of all paths. Immutable. */
  private static final class Mappings {
    private final List<String> patterns = new ArrayList<>();
    private String contextPath = "";

    Mappings(@Nullable ServletContext context) {
      try {
        if (context != null) {
          contextPath = context.getContextPath();
          addAll(context.getServletRegistrations());
        }
      } catch (Throwable unsupported) {
        // by this container
      }
    }

    private void addAll(Map<String, ? extends ServletRegistration> all) {
      for (ServletRegistration registration : all.values()) {
        for (String pattern : registration.getMappings()) {
          if (pattern.startsWith("/") && pattern.length() > 1 && !pattern.equals("/*")) {
            patterns.add(contextPath + pattern);
          }
        }
      }
    }

    /** Returns the most specific pattern, or else the path without ids. */
    String of(String path) {
      String best = null;
      for (String pattern : patterns) {
        boolean matches = pattern.endsWith("/*")
            ? path.startsWith(pattern.substring(0, pattern.length() - 1))
                || path.equals(pattern.substring(0, pattern.length() - 2))
            : path.equals(pattern);
        if (matches && (best == null || pattern.length() > best.length())) {
          best = pattern;
        }
      }
      if (best != null) {
        return best;
      }
      return path.startsWith(contextPath + "/")
          ? contextPath + withoutIds(path.substring(contextPath.length()))
          : withoutIds(path);
    }
  }

  /** Replaces the segments that may be an id. Names of files and words stay. */
  static String withoutIds(String path) {
    StringBuilder clean = new StringBuilder(path.length());
    int from = 0;
    while (from <= path.length()) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      String segment = path.substring(from, to);
      clean.append(mayBeId(segment) ? ID : segment);
      if (slash >= 0) {
        clean.append('/');
      }
      from = to + 1;
    }
    return clean.toString();
  }

  private static boolean mayBeId(String segment) {
    int dot = segment.lastIndexOf('.');
    if (dot > 0 && FILES.contains(" " + segment.substring(dot + 1) + " ")) {
      return hasAny(segment, "@%");
    }
    int digits = 0;
    for (int i = 0; i < segment.length(); i++) {
      digits += segment.charAt(i) >= '0' && segment.charAt(i) <= '9' ? 1 : 0;
    }
    boolean version = segment.length() <= 3 && segment.startsWith("v"); // v1
    return (digits > 0 && !version) || segment.length() > LONGEST_WORD || hasAny(segment, "@%:");
  }

  private static boolean hasAny(String text, String characters) {
    for (int i = 0; i < characters.length(); i++) {
      if (text.indexOf(characters.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }
}
