package app.trackx.faults;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import app.trackx.testing.ChildJvm;
import app.trackx.testing.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An application that has no file descriptor left for a while, in a JVM of its own with jars that it
 * has not opened yet. It must be whole afterwards.
 */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class DescriptorFaultTest {
  private static final int LIMIT = 44;

  @TempDir
  static Path folder;

  private static final List<Path> CLASS_PATH = new ArrayList<>();
  private static final List<Path> BACKEND = new ArrayList<>();

  @BeforeAll
  static void makeJars() throws Exception {
    Jars jars = new Jars(folder);
    CLASS_PATH.add(jars.withTestClasses(
        "program.jar",
        DescriptorProgram.class,
        "DescriptorProgram",
        "HostChecks",
        "SpoolReadProgram"));
    CLASS_PATH.add(jars.withAllOf("support.jar", Waiting.class));
    CLASS_PATH.add(jars.withAllOf("client.jar", TrackX.class));
    CLASS_PATH.add(Jars.of(org.slf4j.LoggerFactory.class));
    for (int i = 1; i <= 4; i++) {
      CLASS_PATH.add(jars.withText("other-" + i + ".jar", "other-" + i + ".txt", "nothing"));
    }
    CLASS_PATH.add(jars.withTestClasses("late.jar", LateClass.class, "LateClass"));
    CLASS_PATH.add(jars.withText("words.jar", "late.properties", "word = here"));
    BACKEND.add(Jars.of(ch.qos.logback.classic.Logger.class));
    BACKEND.add(Jars.of(ch.qos.logback.core.Context.class));
  }

  @ParameterizedTest
  @CsvSource({
    "before-setup, sent",
    "before-setup, uncaught",
    "after-setup, sent",
    "after-setup, uncaught",
    "after-delivery, sent",
    "after-idle, uncaught"
  })
  void noDescriptors_forAWhile_bothErrorsArriveAndTheHostIsWhole(String when, String how)
      throws Exception {
    assertWhole(jvm(CLASS_PATH), when, how);
  }

  @ParameterizedTest
  @ValueSource(strings = {"before-setup", "after-setup"})
  void noDescriptors_withALoggingBackendThatIsNotLoaded_areSurvived(String when) throws Exception {
    List<Path> path = new ArrayList<>(CLASS_PATH);
    path.addAll(BACKEND);

    assertWhole(jvm(path), when, "sent");
  }

  @Test
  void noDescriptors_withAClassPathInAManifest_areSurvived() throws Exception {
    Path lone = new Jars(folder).naming("lone.jar", CLASS_PATH);

    assertWhole(jvm(List.of(lone)), "after-setup", "sent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"before-setup", "after-setup"})
  void noDescriptors_withASpool_areSurvived(String when) throws Exception {
    assertWhole(jvm(CLASS_PATH), when, "sent", folder.resolve("spool-" + when).toString());
  }

  @Test
  void noDescriptors_whileAFileOfTheSpoolIsRead_itStaysAndIsReadLater() throws Exception {
    ChildJvm.Result result = new ChildJvm()
        .classPath(CLASS_PATH)
        .openFiles(LIMIT)
        .run(SpoolReadProgram.class, folder.resolve("spool-read").toString());

    assertThat(result.out)
        .as("%s", result.err)
        .anyMatch(line -> line.contains("Too many open files"))
        .anyMatch(line -> line.startsWith(
            "captured=0 sent=0 folded=0 cancelled=0 dropped={} pending=0 recovered=2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"after-setup", "after-delivery"})
  void noDescriptors_overHttps_areSurvived(String when) throws Exception {
    Certificate certificate = Certificate.create(Files.createDirectory(folder.resolve(when)));
    Path trust = certificate.trustStore(folder.resolve(when));
    try (FaultyServer server = FaultyServer.start(certificate.serverSockets())) {
      ChildJvm.Result result = jvm(CLASS_PATH)
          .option("-Djavax.net.ssl.trustStore=" + trust)
          .option("-Djavax.net.ssl.trustStorePassword=" + Certificate.PASSWORD)
          .run(DescriptorProgram.class, server.endpoint("https://localhost"), when, "sent");

      assertThat(result.out).as("%s", result.err).contains(HostChecks.WHOLE);
      assertThat(server.exchanges(Exchange.Verdict.TAKEN))
          .hasSize(when.equals("after-delivery") ? 3 : 2);
    }
  }

  /** Not even the backend may be loaded that would log it. */
  @ParameterizedTest
  @ValueSource(strings = {"before-setup", "after-setup"})
  void noDescriptors_toTheEnd_areReportedAndDoNotHoldTheExit(String when) throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      ChildJvm.Result result =
          jvm(CLASS_PATH).run(DescriptorProgram.class, server.endpoint(), when, "exit");

      assertThat(result.err).anyMatch(line -> line.contains("1 error of 1 did not reach"));
      assertThat(result.err).noneMatch(line -> line.contains("SLF4J"));
      assertThat(result.exitTime.minus(result.margin()).toMillis()).isLessThan(3_000);
    }
  }

  private static void assertWhole(ChildJvm jvm, String when, String how, String... more)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of(when, how));
    arguments.addAll(List.of(more));
    try (TrackXLocal server = TrackXLocal.start()) {
      arguments.add(0, server.endpoint());
      ChildJvm.Result result = jvm.run(DescriptorProgram.class, arguments.toArray(new String[0]));

      assertThat(result.out).as("%s", result.err).contains(HostChecks.WHOLE);
      boolean delivered = when.equals("after-delivery") || when.equals("after-idle");
      assertThat(server.events()).hasSize(delivered ? 3 : 2);
      assertThat(server.events())
          .extracting(Event::stack)
          .anyMatch(stack -> stack.contains("DescriptorProgram.exhaust"));
    }
  }

  private static ChildJvm jvm(List<Path> classPath) {
    return new ChildJvm()
        .classPath(classPath)
        .openFiles(LIMIT)
        .option("-Dlate.words=true")
        .option("-XX:TieredStopAtLevel=1")
        .option("-XX:+UseSerialGC");
  }
}
