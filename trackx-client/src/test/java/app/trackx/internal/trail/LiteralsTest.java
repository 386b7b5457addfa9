package app.trackx.internal.trail;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.Waiting;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class LiteralsTest {
  private final Literals literals = new Literals();

  /** Returns a new string each time, as a concatenation does. */
  private static String concatenated(String text, Object value) {
    return new StringBuilder(text).append(value).toString();
  }

  @Test
  void literalWithArguments_isKeptAtOnce() {
    assertThat(literals.check("order {} accepted", true)).isEqualTo("order {} accepted");
  }

  @Test
  void literalWithoutArguments_isKeptFromTheSecondTimeOn() {
    for (int i = 0; i < 3; i++) {
      assertThat(literals.check("cache is warm", false)).isEqualTo(i == 0 ? null : "cache is warm");
    }
  }

  @Test
  void concatenation_isNeverKept_alsoIfTheSameInstanceIsLoggedAgain() {
    String message = concatenated("mail to bob@example.com of order ", 17);
    for (int i = 0; i < 5; i++) {
      assertThat(literals.check(message, i % 2 == 1)).isNull();
      assertThat(literals.check(concatenated("order ", 17), false)).isNull();
    }
  }

  @Test
  void concatenationWithPlaceholders_isNeverKept() {
    for (int i = 0; i < 5; i++) {
      assertThat(literals.check(concatenated("bob@example.com of {}, order ", i), true))
          .isNull();
      assertThat(literals.check(concatenated("bob@example.com of {}", ""), true))
          .isNull();
    }
  }

  @Test
  void concatenationThatEqualsALiteral_doesNotSpoilOthers() {
    String literal = "the same text";
    assertThat(literals.check(concatenated("the same ", "text"), false)).isNull();
    assertThat(literals.check(literal, false)).isSameAs(literal);
    assertThat(literals.check(concatenated("the same ", "text"), false)).isNull();
    assertThat(literals.check(literal, false)).isSameAs(literal);
  }

  @Test
  void longMessage_isNotKept() {
    String longest =
        concatenated("a", new String(new char[Literals.MAX_LENGTH - 1])).intern();
    String tooLong = concatenated("a", longest).intern();

    assertThat(literals.check(longest, true)).isSameAs(longest);
    assertThat(literals.check(tooLong, true)).isNull();
    assertThat(literals.check(null, true)).isNull();
    assertThat(literals.check("", true)).isNull();
    assertThat(literals.check("a", true)).isEqualTo("a");
  }

  @Test
  void manyConcatenationsWithArguments_costNoMoreLookUps() {
    for (int i = 0; i < 10 * Literals.MAX_MISSES; i++) { // some look the same
      literals.check(concatenated(Integer.toString(i * 7_919, 36), " of {}"), true);
    }

    assertThat(literals.check("afterwards {}", true)).isNull();
    assertThat(literals.check("afterwards {}", true)).isEqualTo("afterwards {}");
  }

  @Test
  void literalsThatLookTheSame_areAllKept() {
    for (int round = 0; round < 3; round++) {
      for (char c = 'a'; c <= 'z'; c++) {
        String literal =
            concatenated("a", c + " {} of many that differ in one place").intern();
        assertThat(literals.check(literal, true)).isSameAs(literal);
      }
    }
  }

  @Test
  void manyLiterals_areKept() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 500; i++) {
        String literal = concatenated("record {} of line ", i).intern();
        assertThat(literals.check(literal, true)).isSameAs(literal);
      }
    }
  }

  @Test
  void concatenation_isNotHeld() {
    WeakReference<String> message = checkedTwice();
    Waiting.until("the end of the message", () -> {
      System.gc();
      return message.get() == null;
    });
  }

  private WeakReference<String> checkedTwice() {
    String message = concatenated("bob@example.com ", System.nanoTime());
    literals.check(message, false);
    literals.check(message, false);
    literals.check(message, true);
    return new WeakReference<>(message);
  }
}
