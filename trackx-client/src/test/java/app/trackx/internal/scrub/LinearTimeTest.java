package app.trackx.internal.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.EventPayload;
import app.trackx.EventType;
import app.trackx.Scrubber;
import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

  @ParameterizedTest
  @MethodSource("piecesWithEnds")
  void time_untilAnEndThatDecides_growsNotFasterEither(String piece, String end) {
    assertLinear(Hostile.text(piece, SMALL) + end, Hostile.text(piece, TIMES * SMALL) + end);
  }

  static Stream<Arguments> piecesWithEnds() {
    return Stream.of(
        Arguments.of("glc_1/", "\u00e9"),
        Arguments.of("jdbc:oracle:thin: ", "\"@"),
        Arguments.of("a?b=:", ")&"));
  }

  @Test
  void time_ofKeysLikeNumberedPlaceholders_growsNotFasterEither() {
    assertLinear(() -> scrubKeys(500), () -> scrubKeys(TIMES * 500));
  }

  /** Scrubs keys of meta that all become the same placeholder, of which numbers are taken. */
  private static void scrubKeys(int keys) {
    Map<String, Object> meta = new LinkedHashMap<>();
    for (int i = 0; i < keys; i++) {
      meta.put("[email] (" + (keys + i) + ")", i);
    }
    for (int i = 0; i < keys; i++) {
      meta.put("user" + i + "@example.com", i);
    }
    EventPayload event = new EventPayload(EventType.UNHANDLED_ERROR);
    event.setMeta(meta);
    Scrubber.standard().scrubEvent(event);

    assertThat(event.getMeta()).hasSize(2 * keys);
  }

  private static void assertLinear(String small, String large) {
    assertLinear(() -> SCRUBBER.scrub(small), () -> SCRUBBER.scrub(large));
  }

  private static void assertLinear(Runnable small, Runnable large) {
    best(small); // warm up the compiler

    long ofSmall = Math.max(best(small), 20_000);
    long ofLarge = best(large);

    assertThat(ofLarge).as("%d ns for the small one", ofSmall).isLessThan(MOST * ofSmall);
  }

  private static long best(Runnable work) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < RUNS; i++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      work.run();
      best = Math.min(best, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
    }
    return best;
  }
}
