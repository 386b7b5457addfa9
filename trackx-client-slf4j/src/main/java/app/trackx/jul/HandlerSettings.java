package app.trackx.jul;

import app.trackx.TrackXClient;
import app.trackx.internal.logging.LogOptions;
import java.lang.reflect.InvocationTargetException;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;

/** The configuration of a handler, read from {@code logging.properties}. For use by one thread. */
final class HandlerSettings {
  private static final String PREFIX = TrackXHandler.class.getName() + ".";
  private static final String LEVELS =
      "OFF, SEVERE, WARNING, INFO, CONFIG, FINE, FINER, FINEST, ALL";

  private final LogOptions options = new LogOptions(PREFIX, "");
  private final Level level;
  private final @Nullable Filter filter;
  private final @Nullable Formatter formatter;

  private HandlerSettings() {
    level = level(text("level"));
    filter = instance("filter", Filter.class);
    formatter = instance("formatter", Formatter.class);
    options.release(text("release"));
    options.environment(text("environment"));
    options.trail(text("trail"));
  }

  static HandlerSettings ofProperties() {
    HandlerSettings settings = new HandlerSettings();
    settings.options.endpoint(settings.text("endpoint"));
    settings.readOwn();
    return settings;
  }

  static HandlerSettings ofEndpoint(@Nullable String endpoint) {
    HandlerSettings settings = new HandlerSettings();
    settings.options.endpoint(endpoint);
    settings.readOwn();
    return settings;
  }

  /** Reads the options of a client that the handler opens itself. */
  private void readOwn() {
    options.origin(text("origin"));
    options.sourceUrls(text("sourceUrls"));
  }

  static HandlerSettings ofClient(TrackXClient client) {
    HandlerSettings settings = new HandlerSettings();
    settings.options.client(client);
    return settings;
  }

  LogOptions options() {
    return options;
  }

  Level level() {
    return level;
  }

  @Nullable
  Filter filter() {
    return filter;
  }

  @Nullable
  Formatter formatter() {
    return formatter;
  }

  private Level level(@Nullable String text) {
    if (text == null) {
      return Level.SEVERE;
    }
    try {
      return Level.parse(text);
    } catch (IllegalArgumentException unknown) {
      options.unknownLevel(PREFIX + "level", text, LEVELS, "SEVERE");
      return Level.SEVERE;
    }
  }

  private <T> @Nullable T instance(String property, Class<T> type) {
    String className = text(property);
    if (className == null) {
      return null;
    }
    try {
      return type.cast(load(className).getDeclaredConstructor().newInstance());
    } catch (Throwable failedInUserCode) {
      Throwable cause = failedInUserCode instanceof InvocationTargetException
              && failedInUserCode.getCause() != null
          ? failedInUserCode.getCause()
          : failedInUserCode;
      options.fault(PREFIX + property + ": class '" + className + "' cannot be used as a "
          + type.getSimpleName() + " (" + cause.getClass().getName() + ") and is ignored");
      return null;
    }
  }

  /**
   * Loads a class with the system class loader, as java.util.logging does, then with the loaders of
   * web applications.
   */
  private static Class<?> load(String className) throws ClassNotFoundException {
    try {
      return Class.forName(className, true, ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException notThere) {
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      if (context != null) {
        try {
          return Class.forName(className, true, context);
        } catch (ClassNotFoundException notThereEither) {
          // fall through to the loader of this class
        }
      }
      return Class.forName(className);
    }
  }

  /**
   * Returns the value of a property; null if it is not set, blank, or a variable that is not set.
   */
  private @Nullable String text(String property) {
    String value = LogManager.getLogManager().getProperty(PREFIX + property);
    if (value != null && value.contains("${")) {
      value = variable(property, value.trim());
    }
    return value == null || value.trim().isEmpty() ? null : value.trim();
  }

  private @Nullable String variable(String property, String value) {
    if (!value.startsWith("${") || value.indexOf('}') != value.length() - 1) {
      options.fault(PREFIX + property
          + ": a variable must be the entire value, as in ${NAME}; the property is ignored");
      return null;
    }
    String name = value.substring(2, value.length() - 1).trim();
    if (name.isEmpty()) {
      return null;
    }
    try {
      String set = System.getProperty(name);
      return set == null ? System.getenv(name) : set;
    } catch (SecurityException notAllowed) {
      options.fault(
          PREFIX + property + ": reading " + name + " is not permitted; the property is ignored");
      return null;
    }
  }
}
