package app.trackx.internal.stack;

import static app.trackx.internal.stack.Stacks.at;
import static app.trackx.internal.stack.Stacks.concat;
import static app.trackx.internal.stack.Stacks.format;
import static app.trackx.internal.stack.Stacks.methods;
import static app.trackx.internal.stack.Stacks.numbered;
import static app.trackx.internal.stack.Stacks.times;
import static app.trackx.internal.stack.Stacks.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecursionTest {
  private static final StackTraceElement A = at("a", 1);
  private static final StackTraceElement B = at("b", 2);
  private static final StackTraceElement C = at("c", 3);
  private static final StackTraceElement LEAF = at("leaf", 4);
  private static final StackTraceElement MAIN = at("main", 5);

  @Test
  void recursion_threeTimesOrMore_isWrittenOnce() {
    String text =
        format(with(new Exception(), frames(LEAF, times(7, A, B), MAIN))).text();

    assertThat(text).isEqualTo("""
            java.lang.Exception
                at com.acme.Shop.leaf (com/acme/Shop.java:4)
                at com.acme.Shop.a (com/acme/Shop.java:1)
                at com.acme.Shop.b (com/acme/Shop.java:2)
                ... last 2 frames repeated 7 times
                at com.acme.Shop.main (com/acme/Shop.java:5)""");
    assertThat(methods(text)).containsExactly("leaf", "a", "b", "main");
  }

  @Test
  void recursion_ofOneFrame_isFolded() {
    String text = format(with(new Exception(), times(1000, A))).text();

    assertThat(text).endsWith("\n    ... last 1 frame repeated 1000 times");
    assertThat(methods(text)).containsExactly("a");
  }

  @Test
  void recursion_twiceOnly_staysAsItIs() {
    assertThat(methods(format(with(new Exception(), frames(LEAF, times(2, A, B), MAIN)))
            .text()))
        .containsExactly("leaf", "a", "b", "a", "b", "main");
  }

  @Test
  void recursion_brokenOff_keepsTheRest() {
    assertThat(methods(format(with(new Exception(), concat(times(3, A, B), frames(A, MAIN))))
            .text()))
        .containsExactly("a", "b", "a", "main");
  }

  @Test
  void recursion_withRepetitionInside_isFoldedAsAWhole() {
    assertThat(methods(format(with(new Exception(), times(5, A, A, A, B))).text()))
        .containsExactly("a", "a", "a", "b");
  }

  @Test
  void recursion_twoInOneTrace_areBothFolded() {
    StackTraceElement[] frames = concat(times(9, A, B), frames(MAIN), times(4, C));

    assertThat(methods(format(with(new Exception(), frames)).text()))
        .containsExactly("a", "b", "main", "c");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64})
  void recursion_ofPeriodUpTo64_isFolded(int period) {
    StackTraceElement[] frames = concat(times(3, numbered("m", period)), frames(MAIN));

    assertThat(methods(format(with(new Exception(), frames)).text())).hasSize(period + 1);
  }

  @Test
  void recursion_ofAnyDepth_hasOneFingerprint() {
    Set<String> fingerprints = new HashSet<>();
    for (int depth = 3; depth < 300; depth++) {
      StackTraceElement[] frames = frames(LEAF, times(depth, A, B, C), MAIN);
      fingerprints.add(format(with(new Exception(), frames)).fingerprint());
    }

    assertThat(fingerprints).hasSize(1);
  }

  @Test
  void overflow_realOne_hasOneFingerprintAtAnyDepth() throws InterruptedException {
    Set<String> fingerprints = new HashSet<>();
    Set<String> tops = new HashSet<>();
    for (int kilobytes = 256; kilobytes < 2300; kilobytes += 57) {
      StackOverflowError error = Recursion.overflowing(kilobytes * 1024L);
      assertThat(error.getStackTrace()).hasSize(1024);
      tops.add(error.getStackTrace()[0] + " " + error.getStackTrace()[1023]);
      fingerprints.add(format(error).fingerprint());
    }

    assertThat(tops).hasSizeGreaterThan(1);
    assertThat(fingerprints).hasSize(1);
  }

  @Test
  void overflow_realOne_showsOnlyTheCycle() throws InterruptedException {
    StackText stack = format(Recursion.overflowing(1 << 20));

    assertThat(methods(stack.text())).containsExactly("a", "c", "b");
    assertThat(stack.topFrame()).endsWith("Recursion.a");
    assertThat(stack.text()).contains("    ... last 3 frames repeated 3");
  }

  @Test
  void overflow_wrappedWhereItHappened_hasOneFingerprintToo() throws InterruptedException {
    Set<String> fingerprints = new HashSet<>();
    for (int kilobytes = 256; kilobytes < 1300; kilobytes += 57) {
      Throwable error = Recursion.overflowingWrapped(kilobytes * 1024L);
      assertThat(error).hasCauseInstanceOf(StackOverflowError.class);
      fingerprints.add(format(error).fingerprint());
    }

    assertThat(fingerprints).hasSize(1);
  }

  @Test
  void overflow_wrappedAnywhereInTheCycle_hasOneFingerprint() {
    Set<String> fingerprints = new HashSet<>();
    StackTraceElement[] cycles = times(400, A, B, C);
    for (int cut = 0; cut < 7; cut++) {
      StackTraceElement[] inner = java.util.Arrays.copyOfRange(cycles, cut, cut + 1024);
      StackTraceElement[] outer = java.util.Arrays.copyOfRange(cycles, cut * 2, cut * 2 + 1023);
      Throwable root = with(new StackOverflowError(), inner);
      Throwable wrapper = with(new Exception("wrapped", root), concat(frames(LEAF), outer));
      fingerprints.add(format(with(new Exception("outermost", wrapper), MAIN)).fingerprint());
    }

    assertThat(fingerprints).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void overflow_cutAnywhere_writesCycleFirstAndTheRestForPeople(int cut) {
    StackTraceElement[] whole = frames(LEAF, times(300, B, C, A), MAIN);
    StackTraceElement[] frames = java.util.Arrays.copyOfRange(whole, cut % 3, 800 + cut);

    assertThat(methods(format(with(new StackOverflowError(), frames)).text()))
        .containsExactly("a", "b", "c");
  }

  @Test
  void overflow_unseenFrames_areShownBelowTheCycle() {
    StackTraceElement[] frames = concat(frames(LEAF, C), times(9, A, B, C), frames(A));

    assertThat(format(with(new StackOverflowError(), frames)).text()).isEqualTo("""
            java.lang.StackOverflowError
                at com.acme.Shop.a (com/acme/Shop.java:1)
                at com.acme.Shop.b (com/acme/Shop.java:2)
                at com.acme.Shop.c (com/acme/Shop.java:3)
                ... last 3 frames repeated 9 times
                at com.acme.Shop.leaf(Shop.java:4)
                at com.acme.Shop.c(Shop.java:3)
                at com.acme.Shop.a(Shop.java:1)""");
  }

  @Test
  void overflow_notCut_keepsFramesBelowTheCycle() {
    Set<String> fingerprints = new HashSet<>();
    for (int depth = 5; depth < 200; depth++) {
      StackTraceElement[] frames = concat(frames(LEAF), times(depth, A, B, C), frames(MAIN));
      StackText stack = format(with(new StackOverflowError(), frames));
      assertThat(methods(stack.text())).containsExactly("a", "b", "c", "main");
      fingerprints.add(stack.fingerprint());
    }

    assertThat(fingerprints).hasSize(1);
  }

  @Test
  void overflow_notCutAndEnteredInTheMiddle_readsTheSameAtAnyDepth() {
    Set<String> fingerprints = new HashSet<>();
    for (int top = 0; top < 60; top++) {
      StackTraceElement[] frames = concat(times(40, A, B, C), frames(A, B, MAIN));
      StackTraceElement[] some = java.util.Arrays.copyOfRange(frames, top, frames.length);
      fingerprints.add(format(with(new StackOverflowError(), some)).fingerprint());
    }

    assertThat(fingerprints).hasSize(1);
  }

  @Test
  void overflow_throughProxiesNumberedDifferently_hasOneFingerprint() {
    StackTraceElement[] one = times(
        300, at("jdk.proxy2.$Proxy9", "pay", null, -1), at("jdk.proxy2.$Proxy10", "go", null, -1));
    StackTraceElement[] other = times(
        300, at("jdk.proxy1.$Proxy99", "pay", null, -1), at("jdk.proxy1.$Proxy3", "go", null, -1));

    assertThat(format(with(new StackOverflowError(), one)).fingerprint())
        .isEqualTo(format(with(new StackOverflowError(), other)).fingerprint());
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 150, 341})
  void overflow_throughALongCycle_isFolded(int period) {
    Set<String> fingerprints = new HashSet<>();
    StackTraceElement[] cycle = numbered("m", period);
    for (int start = 0; start < period; start += 16) {
      StackTraceElement[] frames =
          java.util.Arrays.copyOfRange(times(22, cycle), start, start + 1024);
      fingerprints.add(format(with(new StackOverflowError(), frames)).fingerprint());
    }

    assertThat(fingerprints).hasSize(1);
  }

  @Test
  void overflow_cycleWithEqualFrames_startsAtLeastRotation() {
    for (int rotation = 0; rotation < 5; rotation++) {
      StackTraceElement[] frames = times(100, A, B, A, A, C);
      StackTraceElement[] some = java.util.Arrays.copyOfRange(frames, rotation, 490);
      assertThat(methods(format(with(new StackOverflowError(), some)).text()))
          .containsExactly("a", "a", "c", "a", "b");
    }
  }

  @Test
  void overflow_withoutCycle_keepsItsFrames() {
    assertThat(methods(format(with(new StackOverflowError(), LEAF, A, MAIN)).text()))
        .containsExactly("leaf", "a", "main");
    assertThat(format(with(new StackOverflowError())).hasFrames()).isFalse();
  }

  private static StackTraceElement[] frames(StackTraceElement... frames) {
    return frames;
  }

  private static StackTraceElement[] frames(
      StackTraceElement top, StackTraceElement[] middle, StackTraceElement bottom) {
    return concat(frames(top), middle, frames(bottom));
  }
}
