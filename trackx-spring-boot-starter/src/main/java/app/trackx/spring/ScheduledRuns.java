package app.trackx.spring;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.util.ClassUtils;

/** Runs of scheduled methods, as Spring's observation of them reports. */
final class ScheduledRuns implements ObservationHandler<ScheduledTaskObservationContext> {
  private final ClientAccess client;

  ScheduledRuns(ClientAccess client) {
    this.client = client;
  }

  @Override
  public boolean supportsContext(Observation.Context context) {
    return context instanceof ScheduledTaskObservationContext;
  }

  @Override
  public void onScopeOpened(ScheduledTaskObservationContext run) {
    if (scope(run) == null) {
      run.put(JobScope.class, JobScope.open(nameOf(run)));
    }
  }

  @Override
  public void onScopeClosed(ScheduledTaskObservationContext run) {
    JobScope scope = scope(run);
    if (scope != null) {
      scope.leave();
    }
  }

  @Override
  public void onError(ScheduledTaskObservationContext run) {
    Throwable error = run.getError();
    if (error != null) {
      client.uncaught(error, nameOf(run));
    }
  }

  @Override
  public void onStop(ScheduledTaskObservationContext run) {
    JobScope scope = scope(run);
    if (scope != null) {
      scope.end();
    }
  }

  private static @Nullable JobScope scope(ScheduledTaskObservationContext run) {
    return run.get(JobScope.class);
  }

  private static String nameOf(ScheduledTaskObservationContext run) {
    return ClassUtils.getUserClass(run.getTargetClass()).getName() + "."
        + run.getMethod().getName();
  }
}
