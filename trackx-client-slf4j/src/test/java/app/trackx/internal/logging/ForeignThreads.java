package app.trackx.internal.logging;

import java.lang.reflect.Field;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The two threads that OkHttp and Okio keep for a minute after their last use. Nothing can end them
 * earlier; so that a test need not wait for it, their minute is made a moment.
 */
final class ForeignThreads {
  private ForeignThreads() {}

  /** Called while the application runs: from now on an idle thread ends at once. */
  static void endSoon(ClassLoader application) throws ReflectiveOperationException {
    Class<?> timeouts = Class.forName("okio.AsyncTimeout", true, application);
    sun.misc.Unsafe unsafe = unsafe();
    for (String name : new String[] {"IDLE_TIMEOUT_MILLIS", "IDLE_TIMEOUT_NANOS"}) {
      Field minute = timeouts.getDeclaredField(name);
      unsafe.putLong(
          unsafe.staticFieldBase(minute),
          unsafe.staticFieldOffset(minute),
          name.endsWith("NANOS") ? 1_000_000 : 1);
    }
    Class<?> runners = Class.forName("okhttp3.internal.concurrent.TaskRunner", true, application);
    Object runner = runners.getField("INSTANCE").get(null);
    Object backend = runners.getMethod("getBackend").invoke(runner);
    Field executor = backend.getClass().getDeclaredField("executor");
    executor.setAccessible(true);
    ((ThreadPoolExecutor) executor.get(backend)).setKeepAliveTime(1, TimeUnit.MILLISECONDS);
  }

  /** Called when it is stopped: Okio's thread looks up from the timeout of the last request. */
  static void wake(ClassLoader application) {
    for (Thread one : Thread.getAllStackTraces().keySet()) {
      if (one.getClass().getClassLoader() == application && one.getName().startsWith("Okio")) {
        one.interrupt();
      }
    }
  }

  private static sun.misc.Unsafe unsafe() throws ReflectiveOperationException {
    Field one = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
    one.setAccessible(true);
    return (sun.misc.Unsafe) one.get(null);
  }
}
