package app.trackx.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.util.ClassUtils;

/** What the integrations reach by reflection or through proxies, of the libraries that are there. */
final class IntegrationHints implements RuntimeHintsRegistrar {
  private static final String[] WITH_FIELDS = {
    "reactor.core.publisher.Hooks",
    "org.springframework.kafka.config.AbstractKafkaListenerContainerFactory",
    "org.springframework.kafka.listener.AbstractMessageListenerContainer",
    "org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor",
    "org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler",
    "org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler",
    "org.springframework.core.task.SimpleAsyncTaskExecutor",
    "org.springframework.batch.core.step.tasklet.TaskletStep",
    "org.springframework.batch.core.step.item.ChunkOrientedTasklet"
  };
  private static final String[] WITH_METHODS = {
    "org.springframework.batch.core.step.StepLocator",
    "org.springframework.batch.core.job.AbstractJob",
    "org.springframework.batch.core.job.SimpleJob",
    "org.springframework.batch.core.job.flow.FlowJob",
    "org.springframework.batch.core.step.AbstractStep",
    "org.springframework.batch.core.step.tasklet.TaskletStep",
    "org.springframework.batch.core.step.item.ChunkOrientedStep",
    "org.springframework.batch.core.step.item.FaultTolerantChunkProvider",
    "org.springframework.batch.core.step.item.FaultTolerantChunkProcessor",
    "org.springframework.batch.core.step.StepExecution",
    "org.springframework.batch.core.StepExecution",
    "org.springframework.batch.core.job.JobExecution",
    "org.springframework.batch.core.JobExecution",
    "org.springframework.batch.core.job.JobInstance",
    "org.springframework.batch.core.JobInstance"
  };
  private static final String[] PROXIES = {
    "org.springframework.kafka.listener.CommonErrorHandler",
    "org.springframework.kafka.listener.RecordInterceptor",
    "org.springframework.kafka.listener.BatchInterceptor",
    "org.springframework.batch.core.StepExecutionListener",
    "org.springframework.batch.core.SkipListener",
    "org.springframework.batch.core.listener.StepExecutionListener",
    "org.springframework.batch.core.listener.SkipListener"
  };

  IntegrationHints() {}

  @Override
  public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
    for (String name : WITH_FIELDS) {
      hints.reflection().registerTypeIfPresent(loader, name, MemberCategory.DECLARED_FIELDS);
    }
    for (String name : WITH_METHODS) {
      hints.reflection().registerTypeIfPresent(loader, name, MemberCategory.INVOKE_PUBLIC_METHODS);
    }
    for (String name : PROXIES) {
      if (ClassUtils.isPresent(name, loader)) {
        hints.proxies().registerJdkProxy(TypeReference.of(name));
      }
    }
  }
}
