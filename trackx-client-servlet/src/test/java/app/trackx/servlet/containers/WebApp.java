package app.trackx.servlet.containers;

import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of a web application, independent of the container. */
final class WebApp {
  final String contextPath;
  final Map<String, String> parameters = new LinkedHashMap<>();
  final List<ServletContainerInitializer> initializers = new ArrayList<>();
  final Map<Integer, String> pagesByStatus = new LinkedHashMap<>();
  final Map<Class<? extends Throwable>, String> pagesByType = new LinkedHashMap<>();

  /** A directory with {@code WEB-INF}, or null for an application defined only in code. */
  final Path directory;

  WebApp(String contextPath) {
    this(contextPath, null);
  }

  WebApp(String contextPath, Path directory) {
    this.contextPath = contextPath;
    this.directory = directory;
  }
}
