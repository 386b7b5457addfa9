package app.trackx.spring;

import app.trackx.RequestContext;
import reactor.core.scheduler.Schedulers;

/**
 * Makes the tasks of Reactor's schedulers follow the request of the thread that schedules them. The
 * hook is one for the whole JVM: the first application sets it, and the last one removes it.
 */
final class ReactorTasks {
  private static final String KEY = "app.trackx";

  /** Guarded by the class. */
  private static int applications;

  void open() {
    synchronized (ReactorTasks.class) {
      if (applications++ == 0) {
        Schedulers.onScheduleHook(KEY, RequestContext::wrap);
      }
    }
  }

  void close() {
    synchronized (ReactorTasks.class) {
      if (--applications == 0) {
        Schedulers.resetOnScheduleHook(KEY);
      }
    }
  }
}
