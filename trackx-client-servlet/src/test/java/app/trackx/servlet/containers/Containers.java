package app.trackx.servlet.containers;

import java.lang.reflect.Constructor;
import java.util.logging.LogManager;

/** Starts the container that the build selects. */
final class Containers {
  /** Name and version expected by the build, such as {@code tomcat 10.1.59}. */
  static final String NAME = System.getProperty("trackx.test.container", "tomcat");

  static final Container SHARED = start();

  private Containers() {}

  private static Container start() {
    LogManager.getLogManager().reset(); // containers print every failure that a test causes
    String name = NAME.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + NAME.substring(1);
    try {
      // by name, since the other containers are not on the class path
      Constructor<?> constructor = Class.forName(
              "app.trackx.servlet.containers." + name + "Container")
          .getDeclaredConstructor();
      return (Container) constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot start " + NAME, e);
    }
  }
}
