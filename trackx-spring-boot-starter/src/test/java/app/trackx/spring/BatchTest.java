package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobLauncher;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** Tests steps of Spring Batch 5 or 6, without naming a type that version 6 has moved. */
@Timeout(60)
class BatchTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  /** By job, since one without resources remembers a single job. */
  private static final Map<String, JobRepository> REPOSITORIES = new ConcurrentHashMap<>();

  private static ConfigurableApplicationContext application;

  @BeforeAll
  static void start() {
    application = App.plain(Application.class, SERVER.property(), "spring.batch.job.enabled=false");
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  private static void run(String job) throws Exception {
    TaskExecutorJobLauncher launcher = new TaskExecutorJobLauncher();
    launcher.setJobRepository(REPOSITORIES.get(job));
    launcher.afterPropertiesSet();
    for (Method method : TaskExecutorJobLauncher.class.getMethods()) {
      if (method.getName().equals("run") && method.getParameterCount() == 2) {
        Object none = method.getParameterTypes()[1].getConstructor().newInstance();
        method.invoke(launcher, application.getBean(job), none);
        return;
      }
    }
    throw new NoSuchMethodException("run");
  }

  @Test
  void failedStep_isOneEvent_withItsJob() throws Exception {
    run("failing");

    Event event = SERVER.onlyEvent();
    assertThat(event.message()).isEqualTo("no file");
    assertThat(event.meta()).containsEntry("job", "importOrders.read");
    assertThat(event.meta()).extracting("log").asString().contains("cannot open");
  }

  @Test
  void skippedItems_areEvents_withoutThem() throws Exception {
    run("skipping");

    Event event = SERVER.onlyEvent();
    assertThat(event.message()).isEqualTo("not a number");
    assertThat(event.meta())
        .containsEntry("job", "importPrices.convert")
        .containsEntry("skipped", "process");
    assertThat(event.json()).doesNotContain("planted-item");
  }

  @Test
  void skippedItems_ofTheOlderBuilder_areEvents() throws Exception {
    run("skippingBefore");

    assertThat(SERVER.onlyEvent().meta())
        .containsEntry("job", "importNames.convert")
        .containsEntry("skipped", "write");
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {
    private final PlatformTransactionManager transactions = new EmptyTransactions();

    private static Queue<String> items() {
      return new ArrayDeque<>(List.of("1", "planted-item", "3"));
    }

    private static JobRepository repository(String job) {
      return REPOSITORIES.computeIfAbsent(job, name -> new ResourcelessJobRepository());
    }

    @Bean
    Object failing() {
      JobRepository repository = repository("failing");
      var step = new StepBuilder("read", repository)
          .tasklet(
              (contribution, context) -> {
                IllegalStateException error = new IllegalStateException("no file");
                LoggerFactory.getLogger(BatchTest.class).error("cannot open", error);
                throw error;
              },
              transactions)
          .build();
      return new JobBuilder("importOrders", repository).start(step).build();
    }

    @Bean
    Object skipping() {
      JobRepository repository = repository("skipping");
      Queue<String> items = items();
      var step = new StepBuilder("convert", repository)
          .<String, Integer>chunk(5)
          .transactionManager(transactions)
          .reader(items::poll)
          .processor(Application::number)
          .writer(chunk -> {})
          .faultTolerant()
          .skip(IllegalStateException.class)
          .skipLimit(10)
          .build();
      return new JobBuilder("importPrices", repository).start(step).build();
    }

    @Bean
    @SuppressWarnings("deprecation") // of version 6
    Object skippingBefore() {
      JobRepository repository = repository("skippingBefore");
      Queue<String> items = items();
      var step = new StepBuilder("convert", repository)
          .<String, String>chunk(1, transactions)
          .reader(items::poll)
          .writer(chunk -> chunk.forEach(Application::number))
          .faultTolerant()
          .skip(IllegalStateException.class)
          .skipLimit(10)
          .build();
      return new JobBuilder("importNames", repository).start(step).build();
    }

    private static Integer number(String item) {
      if (item.startsWith("planted")) {
        throw new IllegalStateException("not a number");
      }
      return Integer.valueOf(item);
    }
  }
}
