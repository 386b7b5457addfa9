package app.trackx.internal.stack;

import static app.trackx.internal.stack.Stacks.at;
import static app.trackx.internal.stack.Stacks.concat;
import static app.trackx.internal.stack.Stacks.numbered;
import static app.trackx.internal.stack.Stacks.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  @Test
  void fingerprint_ofSameFrames_isTheSameWhateverTheClass() {
    assertThat(of(new Exception(), numbered("m", 5)))
        .isEqualTo(of(new IOException(), numbered("m", 5)));
  }

  @Test
  void fingerprint_countsClassMethodFileAndLine() {
    Set<String> distinct = new HashSet<>();
    distinct.add(of(at("p.A", "m", "A.java", 1)));
    distinct.add(of(at("p.B", "m", "A.java", 1)));
    distinct.add(of(at("p.A", "n", "A.java", 1)));
    distinct.add(of(at("p.A", "m", "B.java", 1)));
    distinct.add(of(at("p.A", "m", "A.java", 2)));
    distinct.add(of(at("p.A", "m", "A.java", 1), at("p.A", "m", "A.java", 1)));

    assertThat(distinct).hasSize(6);
  }

  @Test
  void fingerprint_namesOfEqualHashCode_differ() {
    assertThat(of(at("Aa", 1))).isNotEqualTo(of(at("BB", 1)));
  }

  @Test
  void fingerprint_countsOrder() {
    assertThat(of(at("a", 1), at("b", 2))).isNotEqualTo(of(at("b", 2), at("a", 1)));
  }

  @Test
  void fingerprint_endsAt40Frames() {
    String of40 = of(numbered("m", 40));

    assertThat(of(concat(numbered("m", 40), numbered("x", 9)))).isEqualTo(of40);
    assertThat(of(numbered("m", 39))).isNotEqualTo(of40);
  }

  @Test
  void fingerprint_ofManySimilarFrames_neverCollides() {
    Set<String> distinct = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      distinct.add(of(at("m" + i % 100, i / 100)));
    }

    assertThat(distinct).hasSize(20_000);
  }

  private static String of(StackTraceElement... frames) {
    return of(new Exception(), frames);
  }

  private static String of(Exception error, StackTraceElement... frames) {
    return Stacks.format(with(error, frames)).fingerprint();
  }
}
