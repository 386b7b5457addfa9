package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.trackx.faults.FaultyServer;
import app.trackx.testing.ChildJvm;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Set-up in a nearly full heap, in a JVM that exits on an OutOfMemoryError. */
@Timeout(180)
class MemoryReserveFaultTest {
  @ParameterizedTest
  @CsvSource({
    "https, SerialGC, 4096, 16",
    "https, SerialGC, 4096, 512",
    "https, SerialGC, 8192, 16",
    "https, SerialGC, 16384, 64",
    "https, G1GC, 8192, 16",
    "https, G1GC, 11264, 16",
    "https, G1GC, 11264, 400",
    "https, G1GC, 24576, 64",
    "https, ParallelGC, 12288, 16",
    "https, ParallelGC, 24576, 64",
    "http, SerialGC, 2048, 16",
    "http, SerialGC, 4096, 512",
    "http, G1GC, 2048, 16",
    "http, G1GC, 4096, 16",
    "http, G1GC, 4096, 400",
    "http, G1GC, 8192, 700",
    "http, ParallelGC, 8192, 16"
  })
  void setup_inANearlyFullHeap_doesNotEndTheJvm(
      String scheme, String collector, String kibFree, String kibEach) throws Exception {
    ChildJvm.Result result = new ChildJvm()
        .option("-Xmx64m")
        .option("-XX:+Use" + collector)
        .option("-XX:+ExitOnOutOfMemoryError")
        .run(
            MemoryReserveProgram.class,
            FaultyServer.deadEndpoint().replace("http:", scheme + ":"),
            kibFree,
            kibEach);

    assumeTrue(result.out.contains(ChildJvm.MARK), "the heap cannot be filled that far");
    assertThat(result.out).as("%s", result.err).contains("SET UP");
    assertThat(result.exitCode).isZero();
  }
}
