package app.trackx;

import app.trackx.internal.jvm.ClassLoading;
import app.trackx.internal.stack.ThreadStop;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's own log, logger {@code app.trackx}: what is wrong and what to do, never a message, a
 * stack, meta or the key.
 *
 * <p>SLF4J is not touched before there is something to say, since its start-up may cost a hundred
 * milliseconds and prints to the console where no backend is. Where none is, a warning goes to
 * {@code System.err}: a plain {@code main} with a wrong endpoint must not fail in silence. Warnings
 * also go there while the JVM lacks what loading a backend takes: SLF4J looks for one in every jar of
 * the class path.
 */
final class Log {
  private static final String NAME = "app.trackx";

  private static volatile boolean loaded;

  private Log() {}

  /** Loads the backend, which may take a while, so that the first line does not. */
  static void prepare() {
    try {
      if (isUsable()) {
        Backend.LOGGER.isWarnEnabled();
      }
    } catch (Throwable failedInBackend) {
      // as below
    }
  }

  static void warn(String text) {
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

  /** Once the backend is loaded, nothing more is asked. */
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
      // a log that cannot be written must not stop delivery
    }
  }

  static void debug(String text) {
    try {
      if (isUsable()) {
        Backend.LOGGER.debug(text);
      }
    } catch (Throwable failedInBackend) {
      rethrowStop(failedInBackend);
      // as above
    }
  }

  /** A thread of the application that is stopped must stop; the client's own go on. */
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
