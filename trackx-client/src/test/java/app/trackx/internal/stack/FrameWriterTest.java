package app.trackx.internal.stack;

import static app.trackx.internal.stack.Stacks.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class FrameWriterTest {
  @Test
  void frame_ofOrdinaryMethod_isWrittenForTheServer() {
    assertThat(text(at("com.acme.shop.Order", "pay", "Order.java", 42)))
        .isEqualTo("X\n    at com.acme.shop.Order.pay (com/acme/shop/Order.java:42)");
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.A, A.java, 12, com/acme/A.java:12",
    "Main, Main.java, 3, Main.java:3",
    "com.acme.A, A.java, 0, com/acme/A.java:0",
    "com.acme.A, A.java, -1, com/acme/A.java:0",
    "com.acme.A, A.java, -2, com/acme/A.java:0",
    "com.acme.A, A.java, 2147483647, com/acme/A.java:2147483647",
    "com.acme.A, , 7, com/acme/A:7",
    "com.acme.A$B$1, , -1, com/acme/A:0",
    "com.acme.$A$B, , -1, com/acme/$A:0",
    "com.acme.Foo$, , -1, com/acme/Foo:0",
    "com.acme.A, '', -1, com/acme/A:0",
    "com.acme.A, /home/jo/src/A.java, 7, com/acme/A.java:7",
    "com.acme.A, C:\\Users\\jo\\A.java, 7, com/acme/A.java:7",
    "com.acme.A, src/, 7, com/acme/A:7",
    "com.acme.A, <generated>, -1, com/acme/<generated>:0",
    "com.acme.A, A (copy).java, 7, com/acme/A _copy_.java:7",
    "com.acme.A, A.java:12:13, 7, com/acme/A.java_12_13:7",
    "http://evil.example, http:, 7, http_//evil/http_:7",
    "'', , -1, _:0",
    "user$eval140, NO_SOURCE_FILE, 1, NO_SOURCE_FILE:1",
    "jdk.proxy2.$Proxy12, , -1, jdk/proxy/$Proxy:0",
    "a.b/0x12, , -1, a/b:0"
  })
  void file_isPathOfPackageAndLastSegmentOfFileName(
      String className, String file, int line, String expected) {
    assertThat(seen(at(className, "m", file, line)))
        .containsExactly(ClassNames.stable(at(className, "m", file, line)) + ".m@" + expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "should pay (twice) when asked",
        "mail a@b.c",
        "+",
        "$plus$plus",
        "<init>",
        "pay (x) (y:1:2)",
        " (",
        ") (",
        "",
        " ",
        "at at (x)",
        "x (eval atlas (y), z)",
        "(eval at x (y), z)",
        "a.b:1:2@c",
        "日本語 \uD83D\uDE00",
        "\u00A0\uFEFF",
        "C:\\x"
      })
  void callee_anyNameOfAnyLanguage_isReadBackToTheLetter(String method) {
    assertThat(seen(at("com.acme.A", method, "A.kt", 12)))
        .containsExactly("com.acme.A." + method + "@com/acme/A.kt:12");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\n", "\r", "\r\n", "\u2028", "\u2029", "\u0000", "\t", "\u0085", "\u001B"})
  void callee_controlCharacters_areReplaced(String control) {
    String replaced = "_".repeat(control.length());

    assertThat(seen(at("com.a" + control + "b", "c" + control + "d", "E" + control + ".f", 1)))
        .containsExactly("com.a" + replaced + "b.c" + replaced + "d@com/E" + replaced + ".f:1");
  }

  @Test
  void callee_likeEvalFrame_isNotTakenForOne() {
    assertThat(seen(at("A", "x (eval at y (http://a.b/c.js:1:2), z) w", "A.java", 1)))
        .containsExactly("A.x (eval_at y (http://a.b/c.js:1:2), z) w@A.java:1");
  }

  @Test
  void names_loneSurrogates_becomeReplacementCharacter() {
    assertThat(seen(at("A", "\uDE00x\uD83D", "\uD83D.java", 1)))
        .containsExactly("A.\uFFFDx\uFFFD@\uFFFD.java:1");
  }

  @Test
  void callee_huge_isClippedOnWholeCodePoint() {
    String method = "m".repeat(497) + "\uD83D\uDE00" + "n".repeat(65_000);

    assertThat(seen(at("A", method, "A.java", 1)))
        .containsExactly("A." + "m".repeat(497) + "@A.java:1");
  }

  @Test
  void callee_hugeClass_isClipped() {
    List<String> seen = seen(at("p." + "C".repeat(65_000), "m", null, 1));

    assertThat(seen).containsExactly("p." + "C".repeat(498) + "@p/" + "C".repeat(298) + ":1");
  }

  @Test
  void file_huge_isClipped() {
    String file = "f".repeat(65_000) + ".java";

    assertThat(seen(at("p.A", "m", file, 1))).containsExactly("p.A.m@p/" + "f".repeat(298) + ":1");
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.A, pay, A.java, 12, com.acme.A.pay(A.java:12)",
    "com.acme.A, <init>, A.java, 12, com.acme.A.<init>(A.java:12)",
    "com.acme.A, <clinit>, A.java, -2, com.acme.A.<clinit>(A.java:0)",
    "com.acme.A, pay (x) a@b:1:2, /home/jo/A (1).kt, 3, com.acme.A.pay__x__a_b_1_2(A__1_.kt:3)",
    "com.acme.a (b), m, , 1, com.acme.a__b_.m(:1)"
  })
  void unseen_frame_isNoneForTheServer(
      String className, String method, String file, int line, String expected) {
    StringBuilder out = new StringBuilder("at ");
    FrameWriter.appendUnseen(out, at(className, method, file, line));

    assertThat(out).hasToString("at " + expected);
    assertThat(ServerStackParser.parseAll(out.toString())).isEmpty();
  }

  private static List<String> seen(StackTraceElement frame) {
    String text = text(frame);
    assertThat(text.split("\n", -1)).hasSize(2);
    return Stacks.seen(text);
  }

  private static String text(StackTraceElement frame) {
    return StackFormatter.format("X", new StackTraceElement[] {frame}).text();
  }
}
