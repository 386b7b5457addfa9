package app.trackx.internal.spool;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which runs live in this JVM.
 *
 * <p>Where file locks are POSIX locks, a process loses its lock when it closes <em>any</em> channel
 * on the file. So nobody may as much as open the lock file of a run of the same JVM, also not a
 * copy of this library in another class loader, as two web applications have. System properties are
 * what such copies share.
 */
final class LiveRuns {
  static final String PREFIX = "app.trackx.spool.";

  /** Those of this class loader: enough, mostly, where system properties are forbidden. */
  private static final Set<String> OF_THIS_LOADER = ConcurrentHashMap.newKeySet();

  private LiveRuns() {}

  /** To be called before the lock file is made. */
  static void enter(String run) {
    OF_THIS_LOADER.add(run);
    try {
      System.setProperty(PREFIX + run, "open");
    } catch (SecurityException e) {
      // then other loaders' copies see that the lock is taken, but might undo it by looking
    }
  }

  /** To be called after the lock file is closed. */
  static void leave(String run) {
    try {
      System.clearProperty(PREFIX + run);
    } catch (SecurityException e) {
      // as above
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
