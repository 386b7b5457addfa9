package app.trackx.faults;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.TrackXLocal;
import app.trackx.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A metaspace that is full for a while, in a JVM of its own. No class may be broken by it. */
@Timeout(180)
class MetaspaceFaultTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @CsvSource({
    "seen, -XX:MaxMetaspaceSize=16m",
    "unseen, -XX:MaxMetaspaceSize=16m",
    "seen, -XX:CompressedClassSpaceSize=2m"
  })
  void fullMetaspace_forAWhile_bothErrorsArriveAndTheHostIsWhole(String error, String limit)
      throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      ChildJvm.Result result =
          jvm().option(limit).run(MetaspaceProgram.class, server.endpoint(), error, "go");

      assertThat(result.out).as("%s", result.err).contains(HostChecks.WHOLE);
      assertThat(server.events()).as("%s", result.out).hasSize(2);
    }
  }

  @Test
  void fullMetaspace_withASpool_isSurvived() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      ChildJvm.Result result = jvm()
          .option("-XX:MaxMetaspaceSize=16m")
          .run(
              MetaspaceProgram.class,
              server.endpoint(),
              "seen",
              "go",
              folder.resolve("spool").toString());

      assertThat(result.out).as("%s", result.err).contains(HostChecks.WHOLE);
      assertThat(server.events()).as("%s", result.out).hasSize(2);
    }
  }

  @Test
  void fullMetaspace_overHttps_isSurvived() throws Exception {
    Certificate certificate = Certificate.create(folder);
    Path trust = certificate.trustStore(Files.createDirectory(folder.resolve("trust")));
    try (FaultyServer server = FaultyServer.start(certificate.serverSockets())) {
      ChildJvm.Result result = jvm()
          .option("-XX:MaxMetaspaceSize=40m")
          .option("-Djavax.net.ssl.trustStore=" + trust)
          .option("-Djavax.net.ssl.trustStorePassword=" + Certificate.PASSWORD)
          .run(MetaspaceProgram.class, server.endpoint("https://localhost"), "seen", "go");

      assertThat(result.out).as("%s", result.err).contains(HostChecks.WHOLE);
      assertThat(server.exchanges(Exchange.Verdict.TAKEN)).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"seen", "unseen"})
  void fullMetaspace_toTheEnd_isReported(String error) throws Exception {
    ChildJvm.Result result = jvm()
        .option("-XX:MaxMetaspaceSize=16m")
        .run(MetaspaceProgram.class, FaultyServer.deadEndpoint(), error, "stay");

    assertThat(result.err)
        .anyMatch(line ->
            line.contains("[trackx]") && line.contains("lost") || line.contains("did not reach"));
  }

  private static ChildJvm jvm() {
    return new ChildJvm().option("-XX:+UseSerialGC").option("-XX:TieredStopAtLevel=1");
  }
}
