package app.trackx.quartz;

import static app.trackx.adapters.Arrivals.assertArrives;
import static app.trackx.adapters.Arrivals.assertVanishes;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.adapters.Arrivals;
import app.trackx.local.Event;
import app.trackx.testing.Waiting;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobListener;
import org.quartz.Scheduler;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.listeners.JobListenerSupport;

@Timeout(120)
class TrackXJobListenerTest {
  /** Throws what no job should throw. */
  public static final class FailingJob implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      throw Arrivals.error();
    }
  }

  /** Throws what a job may throw, which Quartz logs at INFO. */
  public static final class RefusingJob implements Job {
    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
      throw new JobExecutionException("refused");
    }
  }

  /** Does nothing. */
  public static final class QuietJob implements Job {
    @Override
    public void execute(JobExecutionContext context) {}
  }

  @Test
  void failedJob_vanishes_unlessListenedTo() throws Exception {
    assertVanishes(() -> run(FailingJob.class, false));
    Event event = assertArrives(() -> run(FailingJob.class, true));

    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.type()).isEqualTo(1);
    assertThat(event.meta().get("quartz")).isEqualTo(Map.of("job", "reports.nightly"));
  }

  @Test
  void jobExecutionException_vanishes_unlessListenedTo() throws Exception {
    assertVanishes(() -> run(RefusingJob.class, false));

    assertThat(assertArrives(() -> run(RefusingJob.class, true)).message()).isEqualTo("refused");
  }

  @Test
  void jobThatSucceeds_isNoEvent() throws Exception {
    assertVanishes(() -> run(QuietJob.class, true));
  }

  private static void run(Class<? extends Job> job, boolean listens) throws Exception {
    Properties properties = new Properties();
    properties.put("org.quartz.threadPool.threadCount", "1");
    properties.put("org.quartz.scheduler.skipUpdateCheck", "true");
    Scheduler scheduler = new StdSchedulerFactory(properties).getScheduler();
    try {
      CountDownLatch done = new CountDownLatch(1);
      if (listens) {
        scheduler.getListenerManager().addJobListener(new TrackXJobListener());
      }
      scheduler.getListenerManager().addJobListener(end(done));
      scheduler.scheduleJob(
          JobBuilder.newJob(job).withIdentity("nightly", "reports").build(),
          TriggerBuilder.newTrigger().startNow().build());
      scheduler.start();
      Waiting.forLatch(done);
    } finally {
      scheduler.shutdown(true);
    }
  }

  private static JobListener end(CountDownLatch done) {
    return new JobListenerSupport() {
      @Override
      public String getName() {
        return "z-end";
      }

      @Override
      public void jobWasExecuted(JobExecutionContext context, JobExecutionException failure) {
        done.countDown();
      }
    };
  }
}
