package app.trackx.internal.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts that an attacker may send to keep a scrubber busy. Eight times the text may take about
 * eight times as long; a quadratic rule would take 64 times. Measured in the thread's own CPU time,
 * the best of several runs, so that other load on the machine matters little.
 */
class LinearTimeTest {
  private static final int SMALL = 10_000;
  private static final int TIMES = 8;
  private static final int MOST = 3 * TIMES;
  private static final int RUNS = 5;

  private static final TextScrubber SCRUBBER =
      new TextScrubber(null, EnumSet.noneOf(Kind.class), List.of(), "/srv/acme");

  /** Shared with the benchmark. */
  static Stream<String> pieces() {
    return Hostile.pieces();
  }

  @ParameterizedTest
  @MethodSource("pieces")
  void time_growsWithTheTextAndNotFaster(String piece) {
    assertLinear(Hostile.text(piece, SMALL), Hostile.text(piece, TIMES * SMALL));
  }

  @Test
  void time_ofKeysBeforeALetterThatIsNotAscii_growsNotFasterEither() {
    String piece = "glc_1/";

    assertLinear(
        Hostile.text(piece, SMALL) + "\u00e9", Hostile.text(piece, TIMES * SMALL) + "\u00e9");
  }

  private static void assertLinear(String small, String large) {
    best(small); // warm up the compiler

    long ofSmall = Math.max(best(small), 20_000);
    long ofLarge = best(large);

    assertThat(ofLarge).as("%d ns for the small one", ofSmall).isLessThan(MOST * ofSmall);
  }

  private static long best(String text) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < RUNS; i++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      SCRUBBER.scrub(text);
      best = Math.min(best, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
    }
    return best;
  }
}
