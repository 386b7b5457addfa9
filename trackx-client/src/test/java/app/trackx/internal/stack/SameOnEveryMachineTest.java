package app.trackx.internal.stack;

import static app.trackx.internal.stack.Stacks.at;
import static app.trackx.internal.stack.Stacks.format;
import static app.trackx.internal.stack.Stacks.methods;
import static app.trackx.internal.stack.Stacks.seen;
import static app.trackx.internal.stack.Stacks.with;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same bug on another JDK, with another number of processors, or on another thread has the same
 * frames.
 */
@NullUnmarked
class SameOnEveryMachineTest {
  private static final String GOLDEN = "/stack/bugs.txt";
  private static final Set<String> JDKS = Set.of("17", "25");

  /** Returns the running JDK, and those beside it of another of the supported versions. */
  static Stream<Arguments> machines() throws IOException {
    Map<String, Path> homes = new TreeMap<>();
    Path running = Path.of(System.getProperty("java.home")).toRealPath();
    if (running.getParent() != null) {
      try (Stream<Path> siblings = Files.list(running.getParent())) {
        siblings
            .filter(home -> Files.isExecutable(home.resolve("bin").resolve("java")))
            .filter(home -> JDKS.contains(version(home)))
            .forEach(home -> homes.put(version(home), home));
      }
    }
    homes.put(System.getProperty("java.specification.version"), running);
    return homes.entrySet().stream()
        .flatMap(jdk ->
            Stream.of(1, 2, 4).map(cpus -> Arguments.of(jdk.getKey(), jdk.getValue(), cpus)));
  }

  @ParameterizedTest(name = "JDK {0}, {2} processors")
  @MethodSource("machines")
  void bugs_haveTheRecordedFrames(String version, Path home, int processors) throws Exception {
    ChildJvm.Result result = new ChildJvm()
        .home(home)
        .option("-XX:ActiveProcessorCount=" + processors)
        .run(BugsProgram.class);

    assertThat(result.out).as(result.printed()).isEqualTo(golden());
  }

  @Test
  void callback_isOneIssue_onWhicheverThreadItRuns() {
    Set<String> fingerprints = new HashSet<>();
    for (int i = 0; i < 30; i++) {
      boolean before = i % 2 == 0;
      fingerprints.add(
          format(BugsProgram.thrownBy(() -> BugsProgram.thenApply(before))).fingerprint());
    }

    assertThat(fingerprints).hasSize(1);
  }

  @Test
  void parallelStream_isOneIssue_onWhicheverThreadItFails() {
    Set<String> fingerprints = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      fingerprints.add(format(BugsProgram.thrownBy(BugsProgram::parallel)).fingerprint());
    }

    assertThat(fingerprints).hasSize(1);
  }

  @Test
  void framesOfTheJdk_belowTheApplication_areLeftOut() {
    Exception error = with(
        new Exception(),
        at("pay", 1),
        at("java.util.concurrent.ThreadPoolExecutor", "runWorker", "ThreadPoolExecutor.java", 1136),
        at("java.lang.Thread", "run", "Thread.java", 840));

    assertThat(format(error).text()).isEqualTo("""
            java.lang.Exception
                at com.acme.Shop.pay (com/acme/Shop.java:1)""");
  }

  @Test
  void framesOfTheJdk_aboveTheApplication_areHidden_butForTheOneThatItCalled() {
    Exception error = with(
        new NumberFormatException(),
        at("java.lang.NumberFormatException", "forInputString", "NumberFormatException.java", 67),
        at("java.lang.Integer", "parseInt", "Integer.java", 668),
        at("java.lang.Integer", "parseInt", "Integer.java", 784),
        at("pay", 1));

    assertThat(format(error).text()).isEqualTo("""
            java.lang.NumberFormatException
                at java.lang.NumberFormatException.forInputString(NumberFormatException.java:67)
                at java.lang.Integer.parseInt(Integer.java:668)
                at java.lang.Integer.parseInt (java/lang/Integer.java:0)
                at com.acme.Shop.pay (com/acme/Shop.java:1)""");
  }

  @Test
  void errorOfTheJdkAlone_showsItsTop() {
    Exception error = with(
        new Exception(),
        at("java.util.concurrent.CompletableFuture$Timeout", "run", "CompletableFuture.java", 2874),
        at("java.lang.Thread", "run", "Thread.java", 840));

    assertThat(format(error).text()).isEqualTo("""
            java.lang.Exception
                at java.util.concurrent.CompletableFuture$Timeout.run (java/util/concurrent/CompletableFuture.java:0)
                at java.lang.Thread.run(Thread.java:840)""");
  }

  @Test
  void causeOfTheJdkAlone_isHidden_ifTheApplicationIsBelowItsWrapper() {
    Exception root = with(new Exception(), at("java.lang.Thread", "run", "Thread.java", 840));
    Exception error = with(
        new Exception(root),
        at("java.util.concurrent.CompletableFuture", "join", "CompletableFuture.java", 2117),
        at("pay", 1));

    assertThat(seen(error))
        .containsExactly(
            "java.util.concurrent.CompletableFuture.join@java/util/concurrent/CompletableFuture.java:0",
            "com.acme.Shop.pay@com/acme/Shop.java:1");
  }

  @Test
  void lambdasAndAnonymousClassesOfTheJdk_loseTheirNumbers() {
    Exception error = with(
        new Exception(),
        at("java.util.Comparator", "lambda$comparing$77a9974f$1", "Comparator.java", 473),
        at("pay", 1),
        at("java.util.Collections$3", "nextElement", "Collections.java", 5000),
        at("pay", 2));

    assertThat(methods(format(error).text()))
        .containsExactly("lambda$comparing", "pay", "nextElement", "pay");
    assertThat(seen(error).get(2)).startsWith("java.util.Collections.nextElement@");
  }

  @Test
  void taskThatThePoolRejects_isOneIssue_onItsThreadAndTheCallers() {
    StackTraceElement task = at("pay", 1);
    Exception inPool = with(
        new Exception(),
        task,
        at(
            "java.util.concurrent.ThreadPoolExecutor",
            "runWorker",
            "ThreadPoolExecutor.java",
            1136));
    Exception atCaller = with(
        new Exception(),
        task,
        at(
            "java.util.concurrent.ThreadPoolExecutor$CallerRunsPolicy",
            "rejectedExecution",
            "ThreadPoolExecutor.java",
            2037),
        at("java.util.concurrent.ThreadPoolExecutor", "execute", "ThreadPoolExecutor.java", 1365),
        at("main", 9));

    assertThat(format(atCaller).fingerprint()).isEqualTo(format(inPool).fingerprint());
    assertThat(format(atCaller).text()).contains("at com.acme.Shop.main(Shop.java:9)");
  }

  private static List<String> golden() throws IOException {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        SameOnEveryMachineTest.class.getResourceAsStream(GOLDEN), StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    }
  }

  private static String version(Path home) {
    try {
      for (String line : Files.readAllLines(home.resolve("release"))) {
        if (line.startsWith("JAVA_VERSION=")) {
          return line.replaceAll("[^0-9.]", "").split("\\.")[0];
        }
      }
    } catch (IOException noRelease) {
      // not a JDK
    }
    return "";
  }
}
