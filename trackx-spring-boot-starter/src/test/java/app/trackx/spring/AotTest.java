package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.util.ClassUtils;

/** Tests an application that is processed ahead of time, without an endpoint, and then run with it. */
class AotTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  @TempDir
  static Path folder;

  @BeforeAll
  static void process() throws Exception {
    Path sources = folder.resolve("sources");
    ChildJvm.Result result = new ChildJvm()
        .option("-XX:TieredStopAtLevel=1")
        .run(
            SpringApplicationAotProcessor.class,
            AotShop.class.getName(),
            sources.toString(),
            folder.resolve("classes").toString(),
            folder.resolve("classes").toString(),
            "app.trackx",
            "shop");
    assertThat(result.exitCode).as(result.printed()).isZero();
    compile(sources);
  }

  private static void compile(Path sources) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(
        "-nowarn",
        "-proc:none",
        "-d",
        folder.resolve("classes").toString(),
        "-cp",
        folder.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path")));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
    }
    int result = ToolProvider.getSystemJavaCompiler()
        .run(null, null, null, arguments.toArray(new String[0]));
    assertThat(result).isZero();
  }

  private static List<String> run(String endpoint) throws Exception {
    List<Path> classPath = new ArrayList<>(List.of(folder.resolve("classes")));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      classPath.add(Path.of(entry));
    }
    ChildJvm.Result result = new ChildJvm()
        .classPath(classPath)
        .option("-XX:TieredStopAtLevel=1")
        .option("-Dspring.aot.enabled=true")
        .environment("TRACKX_ENDPOINT", endpoint)
        .run(AotShop.class, "--server.port=0");
    assertThat(result.exitCode).as(result.printed()).isZero();
    assertThat(result.printed()).contains("Starting AOT-processed");
    return result.out;
  }

  @Test
  void endpointOfTheRun_counts() throws Exception {
    assertThat(run(SERVER.endpoint())).contains("client true", "filter true");

    assertThat(SERVER.eventsNow())
        .extracting(event -> event.message())
        .containsExactlyInAnyOrder("order 17 failed", "no price");
  }

  @Test
  void noEndpoint_isOff() throws Exception {
    assertThat(run("")).contains("client false", "filter false");
  }

  /** The fields, methods and proxies that each reflecting class needs, of the versions that have them. */
  private static final Map<String, List<String>> NEEDS = Map.of(
      "BatchListener",
          List.of(
              "proxy org.springframework.batch.core.StepExecutionListener",
              "proxy org.springframework.batch.core.SkipListener",
              "proxy org.springframework.batch.core.listener.StepExecutionListener",
              "proxy org.springframework.batch.core.listener.SkipListener",
              "method org.springframework.batch.core.StepExecution getFailureExceptions",
              "method org.springframework.batch.core.StepExecution getJobExecution",
              "method org.springframework.batch.core.StepExecution getStepName",
              "method org.springframework.batch.core.JobExecution getJobInstance",
              "method org.springframework.batch.core.JobInstance getJobName",
              "method org.springframework.batch.core.step.StepExecution getFailureExceptions",
              "method org.springframework.batch.core.step.StepExecution getJobExecution",
              "method org.springframework.batch.core.step.StepExecution getStepName",
              "method org.springframework.batch.core.job.JobExecution getJobInstance",
              "method org.springframework.batch.core.job.JobInstance getJobName"),
      "BatchPostProcessor",
          List.of(
              "method org.springframework.batch.core.job.SimpleJob getStepNames",
              "method org.springframework.batch.core.job.SimpleJob getStep",
              "method org.springframework.batch.core.job.flow.FlowJob getStepNames",
              "method org.springframework.batch.core.job.flow.FlowJob getStep",
              "method org.springframework.batch.core.step.AbstractStep registerStepExecutionListener",
              "method org.springframework.batch.core.step.item.ChunkOrientedStep registerSkipListener",
              "method org.springframework.batch.core.step.item.FaultTolerantChunkProvider registerListener",
              "method org.springframework.batch.core.step.item.FaultTolerantChunkProcessor registerListener",
              "field org.springframework.batch.core.step.tasklet.TaskletStep tasklet",
              "field org.springframework.batch.core.step.item.ChunkOrientedTasklet chunkProvider",
              "field org.springframework.batch.core.step.item.ChunkOrientedTasklet chunkProcessor"),
      "DroppedErrors", List.of("field reactor.core.publisher.Hooks onErrorDroppedHook"),
      "ExecutorPostProcessor",
          List.of(
              "field org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor taskDecorator",
              "field org.springframework.core.task.SimpleAsyncTaskExecutor taskDecorator",
              "field org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler errorHandler",
              "field org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler errorHandler"),
      "KafkaErrorHandler", List.of("proxy org.springframework.kafka.listener.CommonErrorHandler"),
      "KafkaFactories",
          List.of(
              "field org.springframework.kafka.config.AbstractKafkaListenerContainerFactory containerCustomizer"),
      "KafkaRollbacks",
          List.of(
              "field org.springframework.kafka.listener.AbstractMessageListenerContainer recordInterceptor",
              "field org.springframework.kafka.listener.AbstractMessageListenerContainer batchInterceptor",
              "proxy org.springframework.kafka.listener.RecordInterceptor",
              "proxy org.springframework.kafka.listener.BatchInterceptor"));

  @Test
  void hints_haveWhatTheStarterReflectsUpon() throws Exception {
    assertThat(Reflection.users()).isEqualTo(NEEDS.keySet());
    NativeHints hints = NativeHints.in(folder.resolve("classes"));

    int checked = 0;
    for (List<String> needs : NEEDS.values()) {
      for (String need : needs) {
        String[] words = need.split(" ");
        if (ClassUtils.isPresent(words[1], null)) {
          assertThat(isMet(hints, words)).as(need).isTrue();
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(NEEDS.size());
  }

  private static boolean isMet(NativeHints hints, String[] need) throws Exception {
    Class<?> type = Class.forName(need[1]);
    return switch (need[0]) {
      case "field" -> {
        assertThat(type.getDeclaredField(need[2])).isNotNull();
        yield hints.hasField(need[1], need[2]);
      }
      case "method" -> {
        assertThat(type.getMethods()).extracting(Method::getName).contains(need[2]);
        yield hints.hasMethod(need[1], need[2]);
      }
      default -> hints.hasProxy(need[1]);
    };
  }

  @Test
  void hints_havePropertiesAndBuildFiles() throws Exception {
    NativeHints hints = NativeHints.in(folder.resolve("classes"));

    assertThat(hints.hasType(TrackXProperties.class.getName())).isTrue();
    assertThat(hints.hasType(TrackXProperties.Web.class.getName())).isTrue();
    assertThat(hints.resources()).contains("git.properties", "META-INF/build-info.properties");
  }
}
