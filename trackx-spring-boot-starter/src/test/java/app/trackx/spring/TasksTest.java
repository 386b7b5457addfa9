package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.RequestContext;
import app.trackx.local.Event;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Tests what asynchronous methods, executors and schedulers of an application lose without us. */
@Timeout(60)
class TasksTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  private static final LinkedBlockingQueue<Throwable> HANDLED = new LinkedBlockingQueue<>();

  private static ConfigurableApplicationContext application;
  private static Work work;

  @BeforeAll
  static void start() {
    application = App.plain(Application.class, SERVER.property());
    work = application.getBean(Work.class);
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  @AfterEach
  void leaveRequest() {
    RequestContext.set(null);
    HANDLED.clear();
  }

  private static RequestContext enterRequest() {
    RequestContext request = new RequestContext().withMethod("POST").withRoute("/orders");
    RequestContext.set(request);
    return request;
  }

  private static void assertJob(Event event, String method) {
    assertThat(event.meta()).containsEntry("job", Work.class.getName() + "." + method);
  }

  // ---- asynchronous methods --------------------------------------------------------------------

  @Test
  void asyncWithoutResult_isOneEvent_ofTheRequest() throws InterruptedException {
    RequestContext request = enterRequest();
    work.fails();
    assertThat(HANDLED.poll(10, TimeUnit.SECONDS)).hasMessage("no stock");
    request.end(202);

    Event event = SERVER.onlyEvent();
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(event.type()).isEqualTo(1);
    assertThat(event.meta()).extracting("http").asString().contains("/orders");
    assertJob(event, "fails");
  }

  @Test
  void asyncWithFuture_isOneEvent_thoughNobodyReadsIt() {
    work.failsWithFuture();

    Event event = SERVER.onlyEvent();
    assertThat(event.type()).isEqualTo(2);
    assertJob(event, "failsWithFuture");
  }

  @Test
  void asyncWithFailedFuture_isOneEvent() {
    work.returnsFailedFuture();

    Event event = SERVER.onlyEvent();
    assertThat(event.message()).isEqualTo("no price");
    assertJob(event, "returnsFailedFuture");
  }

  @Test
  void asyncThatLogsAndThrows_isOneEvent_withItsJob() {
    work.logsAndFails();

    Event event = SERVER.onlyEvent();
    assertJob(event, "logsAndFails");
    assertThat(event.meta()).extracting("log").asString().contains("cannot deliver");
  }

  @Test
  void asyncEventListener_isOneEvent() {
    application.publishEvent(new Ordered());

    assertJob(SERVER.onlyEvent(), "on");
  }

  @Test
  void asyncOnAnExecutorThatIsNoBean_belongsToTheRequest() throws InterruptedException {
    RequestContext request = enterRequest();
    work.failsElsewhere();
    assertThat(HANDLED.poll(10, TimeUnit.SECONDS)).isNotNull();
    request.end(200);

    assertThat(SERVER.onlyEvent().meta()).extracting("http").asString().contains("/orders");
  }

  // ---- executors -------------------------------------------------------------------------------

  @Test
  void executorsTask_isOneEvent_ofTheRequest_andDecoratorsRun() {
    RequestContext request = enterRequest();
    int before = Application.DECORATED.get();
    application.getBean("pool", ThreadPoolTaskExecutor.class).execute(() -> {
      throw new IllegalStateException("pool");
    });
    request.end(200);

    assertThat(SERVER.onlyEvent().meta()).extracting("http").asString().contains("/orders");
    assertThat(Application.DECORATED.get()).isEqualTo(before + 1);
  }

  @Test
  void unpooledTask_isOneEvent_ofTheRequest() {
    RequestContext request = enterRequest();
    application.getBean("unpooled", SimpleAsyncTaskExecutor.class).execute(() -> {
      throw new IllegalStateException("unpooled");
    });
    request.end(200);

    assertThat(SERVER.onlyEvent().meta()).extracting("http").asString().contains("/orders");
  }

  // ---- schedulers ------------------------------------------------------------------------------

  @Test
  void schedulersErrorHandler_staysInPlace() throws InterruptedException {
    application.getBean("quiet", ThreadPoolTaskScheduler.class).execute(() -> {
      throw new IllegalStateException("quiet");
    });

    assertThat(HANDLED.poll(10, TimeUnit.SECONDS)).hasMessage("quiet");
    assertThat(SERVER.onlyEvent().message()).isEqualTo("quiet");
  }

  // ---- the application -------------------------------------------------------------------------

  record Ordered() {}

  static class Work {
    @Async("pool")
    public void fails() {
      throw new IllegalStateException("no stock");
    }

    @Async("pool")
    public CompletableFuture<String> failsWithFuture() {
      throw new IllegalStateException("no future");
    }

    @Async("pool")
    public CompletableFuture<String> returnsFailedFuture() {
      return CompletableFuture.failedFuture(new IllegalStateException("no price"));
    }

    @Async("pool")
    public void logsAndFails() {
      IllegalStateException error = new IllegalStateException("no courier");
      LoggerFactory.getLogger(Work.class).error("cannot deliver", error);
      throw error;
    }

    @Async("pool")
    @EventListener
    public void on(Ordered event) {
      throw new IllegalStateException("no mail");
    }

    @Async("raw")
    public void failsElsewhere() {
      throw new IllegalStateException("elsewhere");
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableAsync
  static class Application implements AsyncConfigurer {
    static final AtomicInteger DECORATED = new AtomicInteger();

    @Override
    public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
      return (error, method, parameters) -> HANDLED.add(error);
    }

    @Bean
    Work work() {
      return new Work();
    }

    @Bean
    ThreadPoolTaskExecutor pool() {
      ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
      pool.setTaskDecorator(task -> {
        DECORATED.incrementAndGet();
        return task;
      });
      return pool;
    }

    @Bean
    SimpleAsyncTaskExecutor unpooled() {
      return new SimpleAsyncTaskExecutor();
    }

    @Bean
    java.util.concurrent.Executor raw() {
      return task -> new Thread(task, "raw").start();
    }

    @Bean
    ThreadPoolTaskScheduler quiet() {
      ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
      scheduler.setErrorHandler(HANDLED::add);
      return scheduler;
    }
  }
}
