package app.trackx.benchmarks;

import app.trackx.Scrubber;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A benchmark of the standard scrubber with a typical message and with hostile texts of two lengths. If the
 * time is linear, it takes eight times as long for eight times the text.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class ScrubBenchmark {
  private static final String MESSAGE =
      "order 4711 of bob@example.com failed after 312 ms: connection to 10.1.2.3:5432 refused";

  private final Scrubber scrubber = Scrubber.standard();

  /** A text that consists of one repeated piece. */
  @State(Scope.Thread)
  public static class Hostile {
    /** The repeated piece: an incomplete match of a rule. */
    @Param({
      "a",
      "1",
      ":",
      "a=",
      "@",
      "a@b.",
      "://",
      "a://b:c@",
      "password='",
      "password:",
      "token: ",
      "4111 ",
      "DE89 ",
      "+1 ",
      "1.1.",
      "::",
      "ab:",
      "eyJ",
      "Bearer ",
      "-----BEGIN ",
      "jdbc:a;b=",
      "/home/a",
      "select ",
      "select 1 from ",
      "Key (a)=(",
      "Duplicate entry '"
    })
    String piece = "";

    /** The length of the text in characters. */
    @Param({"10000", "80000"})
    int length;

    private String text = "";

    /** Creates the text. */
    @Setup
    public void repeat() {
      StringBuilder repeated = new StringBuilder(length + piece.length());
      while (repeated.length() < length) {
        repeated.append(piece);
      }
      text = repeated.substring(0, length);
    }
  }

  /** Scrubs a typical message of 86 characters. */
  @Benchmark
  public void scrubMessage(Blackhole hole) {
    hole.consume(scrubber.scrub(MESSAGE));
  }

  /** Scrubs a hostile text. */
  @Benchmark
  public void scrubHostile(Hostile hostile, Blackhole hole) {
    hole.consume(scrubber.scrub(hostile.text));
  }
}
