package app.trackx.quartz;

import app.trackx.EventType;
import app.trackx.TrackX;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.SchedulerException;
import org.quartz.listeners.JobListenerSupport;

/**
 * Reports what jobs of Quartz throw. Quartz logs a {@code JobExecutionException} at INFO and tells nobody
 * else.
 *
 * <pre>{@code
 * scheduler.getListenerManager().addJobListener(new TrackXJobListener());
 * }</pre>
 *
 * <p>Reports go to the client of {@link TrackX#setup(String)}, with group and name of the job as
 * {@code meta.quartz.job}; never its data. Thread-safe.
 */
public final class TrackXJobListener extends JobListenerSupport {
  /** Creates a listener. */
  public TrackXJobListener() {}

  @Override
  public String getName() {
    return "app.trackx";
  }

  @Override
  public void jobWasExecuted(JobExecutionContext context, @Nullable JobExecutionException failure) {
    if (failure != null) {
      TrackX.client()
          .capture(EventType.UNHANDLED_ERROR)
          .reason(reason(failure))
          .meta(
              "quartz",
              Collections.singletonMap(
                  "job", String.valueOf(context.getJobDetail().getKey())))
          .send();
    }
  }

  /** Returns what the job threw; Quartz wraps twice what is not a {@code JobExecutionException}. */
  private static Throwable reason(JobExecutionException failure) {
    Throwable wrapper = failure.getCause();
    Throwable thrown = wrapper instanceof SchedulerException ? wrapper.getCause() : null;
    return thrown == null ? failure : thrown;
  }
}
