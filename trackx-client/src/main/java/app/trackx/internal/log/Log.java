package app.trackx.internal.log;

import app.trackx.internal.jvm.ClassLoading;
import app.trackx.internal.jvm.ThreadNames;
import app.trackx.internal.jvm.ThreadStop;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's own log, with logger {@code app.trackx}. It records problems and remedies, never an
 * error's message, a stack, meta or the key.
 *
 * <p>SLF4J is not initialized before the first message: its start-up may take a hundred
 * milliseconds, and it prints to the console if there is no backend. Without a backend, warnings go
 * to {@code System.err}, since a plain {@code main} with a wrong endpoint must not fail silently.
 * Warnings also go there while the JVM lacks the resources to load a backend, for which SLF4J
 * searches every jar of the class path.
 */
public final class Log {
  private static final String NAME = "app.trackx";

  private static volatile boolean loaded;

  private Log() {}

  /** Loads the backend, so that the first message is not delayed by it. */
  public static void prepare() {
    try {
      if (isUsable()) {
        Backend.LOGGER.isWarnEnabled();
      }
    } catch (Throwable failedInBackend) {
      // the same failure is handled when a message is logged
    }
  }

  public static void warn(String text) {
    try {
      if (isUsable() && Backend.PRESENT) {
        Backend.LOGGER.warn(text);
      } else {
        print(text);
      }
    } catch (Throwable failedInBackend) {
      print(text);
      rethrowStop(failedInBackend);
    }
  }

  /** Logs the end of a problem that was logged as a warning, so to the same place. */
  public static void info(String text) {
    try {
      if (isUsable() && Backend.PRESENT) {
        Backend.LOGGER.info(text);
      } else {
        print(text);
      }
    } catch (Throwable failedInBackend) {
      print(text);
      rethrowStop(failedInBackend);
    }
  }

  /** Returns true if the backend is loaded or can be loaded now. */
  private static boolean isUsable() {
    if (!loaded) {
      loaded = ClassLoading.isSafe(ClassLoading.MANY);
    }
    return loaded;
  }

  private static void print(String text) {
    try {
      System.err.println("[trackx] " + text);
    } catch (Throwable failedInStream) {
      rethrowStop(failedInStream);
      // an unwritable log must not stop delivery
    }
  }

  public static void debug(String text) {
    try {
      if (isUsable()) {
        Backend.LOGGER.debug(text);
      }
    } catch (Throwable failedInBackend) {
      rethrowStop(failedInBackend);
    }
  }

  /**
   * Rethrows a {@code ThreadDeath} on an application thread, which must stop; the client's own
   * threads go on.
   */
  private static void rethrowStop(Throwable failure) {
    if (!ThreadNames.isName(Thread.currentThread().getName())) {
      ThreadStop.rethrow(failure);
    }
  }

  private static final class Backend {
    static final Logger LOGGER = LoggerFactory.getLogger(NAME);
    static final boolean PRESENT = isPresent();

    private static boolean isPresent() {
      ILoggerFactory factory = LoggerFactory.getILoggerFactory();
      return !factory.getClass().getName().equals("org.slf4j.helpers.NOPLoggerFactory");
    }
  }
}
