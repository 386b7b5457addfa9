package app.trackx.internal.spool;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runs that are alive in this JVM.
 *
 * <p>Where file locks are POSIX locks, a process loses its lock when it closes <em>any</em> channel
 * on the file. Therefore nobody may open the lock file of a run of the same JVM, not even a copy of
 * this library in another class loader, as with two web applications. Such copies share only the
 * system properties.
 */
final class LiveRuns {
  static final String PREFIX = "app.trackx.spool.";

  /**
   * The runs of this class loader, which usually suffices where system properties are forbidden.
   */
  private static final Set<String> OF_THIS_LOADER = ConcurrentHashMap.newKeySet();

  private LiveRuns() {}

  /** Registers a run. Must be called before its lock file is created. */
  static void enter(String run) {
    OF_THIS_LOADER.add(run);
    try {
      System.setProperty(PREFIX + run, "open");
    } catch (SecurityException e) {
      // copies in other class loaders then see the held lock, but might release it by checking
    }
  }

  /** Removes a run. Must be called after its lock file is closed. */
  static void leave(String run) {
    try {
      System.clearProperty(PREFIX + run);
    } catch (SecurityException e) {
      // see above
    }
    OF_THIS_LOADER.remove(run);
  }

  static boolean contains(String run) {
    if (OF_THIS_LOADER.contains(run)) {
      return true;
    }
    try {
      return System.getProperty(PREFIX + run) != null;
    } catch (SecurityException e) {
      return false;
    }
  }
}
