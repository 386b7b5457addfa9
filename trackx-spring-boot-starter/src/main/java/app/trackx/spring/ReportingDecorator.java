package app.trackx.spring;

import app.trackx.RequestContext;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;

/**
 * Runs tasks for the request that submitted them and reports what they throw, after the application's
 * own decorator. The failure of a task that a future represents is in that future, and not reported.
 */
final class ReportingDecorator implements TaskDecorator {
  private final @Nullable TaskDecorator own;
  private final ClientAccess client;

  ReportingDecorator(@Nullable TaskDecorator own, ClientAccess client) {
    this.own = own;
    this.client = client;
  }

  @Override
  public Runnable decorate(Runnable task) {
    Runnable decorated = own == null ? task : own.decorate(task);
    return RequestContext.wrap(new ReportedTask(decorated, client));
  }

  private static final class ReportedTask implements Runnable {
    private final Runnable task;
    private final ClientAccess client;

    ReportedTask(Runnable task, ClientAccess client) {
      this.task = task;
      this.client = client;
    }

    @Override
    public void run() {
      try {
        task.run();
      } catch (Throwable error) {
        client.uncaught(error, null);
        throw error;
      }
    }
  }
}
