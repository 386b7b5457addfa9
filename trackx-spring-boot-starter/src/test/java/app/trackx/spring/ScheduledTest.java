package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Tests scheduled methods, each of which fails in its first run. */
@Timeout(60)
class ScheduledTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  private static final LinkedBlockingQueue<Throwable> HANDLED = new LinkedBlockingQueue<>();

  @BeforeEach
  void clear() {
    HANDLED.clear();
  }

  private static Event onlyEventOf(Class<?> application, String... more) {
    String[] properties = java.util.Arrays.copyOf(more, more.length + 1);
    properties[more.length] = SERVER.property();
    try (ConfigurableApplicationContext context = App.plain(application, properties)) {
      assertThat(context.isRunning()).isTrue();
      return SERVER.onlyEvent();
    }
  }

  @Test
  void failedRun_isOneEvent_withItsJob() {
    Event event = onlyEventOf(Plain.class);

    assertThat(event.message()).isEqualTo("no report");
    assertThat(event.meta()).containsEntry("job", Reports.class.getName() + ".nightly");
    assertThat(event.meta()).extracting("log").asString().contains("cannot write");
  }

  @Test
  void failedRun_withoutFrames_isOneEvent() {
    Event event = onlyEventOf(Frameless.class);

    assertThat(event.message()).isEqualTo("no report");
    assertThat(event.meta()).containsEntry("job", FramelessReports.class.getName() + ".nightly");
  }

  @Test
  void withAnErrorHandler_isOneEvent_andTheHandlerIsCalled() throws InterruptedException {
    Event event = onlyEventOf(WithHandler.class);

    assertThat(event.meta()).containsEntry("job", Reports.class.getName() + ".nightly");
    assertThat(HANDLED.poll(10, TimeUnit.SECONDS)).hasMessage("no report");
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void onVirtualThreads_isOneEvent_withItsJob() {
    Event event = onlyEventOf(Plain.class, "spring.threads.virtual.enabled=true");

    assertThat(event.meta()).containsEntry("job", Reports.class.getName() + ".nightly");
  }

  @Test
  void logOfARun_hasItsJob_andWaitsForNothingElse() {
    Event event = onlyEventOf(Logging.class);

    assertThat(event.message()).isEqualTo("printer is off");
    assertThat(event.meta()).containsEntry("job", LoggingReports.class.getName() + ".hourly");
  }

  @Test
  void turnedOff_isTheLogAlone() {
    Event event = onlyEventOf(Plain.class, "trackx.scheduled.enabled=false");

    assertThat(event.meta()).doesNotContainKey("job");
  }

  static class Reports {
    private final AtomicBoolean ran = new AtomicBoolean();

    @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.MILLISECONDS)
    public void nightly() {
      if (!ran.getAndSet(true)) {
        IllegalStateException error = new IllegalStateException("no report");
        LoggerFactory.getLogger(Reports.class).error("cannot write", error);
        throw error;
      }
    }
  }

  static class FramelessReports {
    private final AtomicBoolean ran = new AtomicBoolean();

    @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.MILLISECONDS)
    public void nightly() {
      if (!ran.getAndSet(true)) {
        IllegalStateException error = new IllegalStateException("no report");
        error.setStackTrace(new StackTraceElement[0]);
        LoggerFactory.getLogger(Reports.class).error("cannot write", error);
        throw error; // and Spring logs it
      }
    }
  }

  static class LoggingReports {
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.DAYS)
    public void hourly() {
      LoggerFactory.getLogger(LoggingReports.class).error("printer is off");
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableScheduling
  static class Plain {
    @Bean
    Reports reports() {
      return new Reports();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableScheduling
  static class Frameless {
    @Bean
    FramelessReports reports() {
      return new FramelessReports();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableScheduling
  static class Logging {
    @Bean
    LoggingReports reports() {
      return new LoggingReports();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(Plain.class)
  static class WithHandler {
    @Bean
    ThreadPoolTaskScheduler taskScheduler() {
      ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
      scheduler.setErrorHandler(HANDLED::add);
      return scheduler;
    }
  }
}
