package app.trackx.internal.stack;

import static app.trackx.internal.stack.Stacks.at;
import static app.trackx.internal.stack.Stacks.concat;
import static app.trackx.internal.stack.Stacks.format;
import static app.trackx.internal.stack.Stacks.methods;
import static app.trackx.internal.stack.Stacks.numbered;
import static app.trackx.internal.stack.Stacks.seen;
import static app.trackx.internal.stack.Stacks.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("serial")
@NullUnmarked
class StackFormatterTest {
  private static final StackTraceElement[] NONE = {};

  @Test
  void format_chain_writesRootFirstAndElidesCommonFrames() {
    Exception root = with(new IOException("disk"), at("write", 11), at("save", 5), at("main", 1));
    Exception outer = with(new IllegalStateException("order", root), at("pay", 42), at("main", 1));

    assertThat(format(outer).text()).isEqualTo("""
            java.io.IOException
                at com.acme.Shop.write (com/acme/Shop.java:11)
                at com.acme.Shop.save (com/acme/Shop.java:5)
                at com.acme.Shop.main (com/acme/Shop.java:1)
            Wrapped by: java.lang.IllegalStateException
                at com.acme.Shop.pay (com/acme/Shop.java:42)
                ... 1 common frame""");
    assertThat(methods(format(outer).text())).containsExactly("write", "save", "main", "pay");
  }

  @Test
  void format_wrapperMadeInSameFrame_comparesLinesToo() {
    Exception root = with(new IOException(), at("read", 3), at("main", 1));
    Exception outer = with(new Exception(root), at("main", 2));

    assertThat(seen(outer))
        .containsExactly(
            "com.acme.Shop.read@com/acme/Shop.java:3",
            "com.acme.Shop.main@com/acme/Shop.java:1",
            "com.acme.Shop.main@com/acme/Shop.java:2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no such user a@b.c",
        "10:12:13",
        "at x (y)",
        "first\nat second (third:1:2)\nfourth@fifth",
        "at eval (eval at foo (http://a.b/c.js:1:2), <anonymous>:3:4)",
        "connect to ::1:2:3 failed\r\n\u2028at x (y)"
      })
  void format_poisonousMessage_isNotInTheText(String message) {
    Exception root = with(new IOException(message), at("write", 11));
    Exception outer = with(new Exception(message, root), at("pay", 42));
    outer.addSuppressed(with(new Exception(message), at("close", 1)));

    String text = format(outer).text();

    assertThat(text).doesNotContain(message).doesNotContain("y)").doesNotContain("12:13");
    assertThat(methods(text)).containsExactly("write", "pay");
  }

  @Test
  void format_messageOfOneMegabyte_leavesTextSmall() {
    Exception error = with(new Exception("at x (y) ".repeat(120_000)), at("pay", 1));

    assertThat(format(error).text()).hasSizeLessThan(100);
  }

  @Test
  void format_differentMessages_shareFingerprint() {
    StackText one = format(with(new Exception("a@b.c"), at("pay", 1)));
    StackText other = format(with(new Exception("10:12:13"), at("pay", 1)));

    assertThat(one.fingerprint()).isEqualTo(other.fingerprint()).matches("[0-9a-f]{32}");
  }

  @Test
  void format_chainOfEveryLengthUpTo200_startsWithRootAndStaysBounded() {
    Exception error = with(new Exception(), at("root", 1), at("main", 1));
    for (int length = 1; length <= 200; length++) {
      String text = format(error).text();
      List<String> methods = methods(text);
      assertThat(methods.subList(0, 2)).containsExactly("root", "main");
      assertThat(methods).hasSize(length + 1);
      assertThat(methods.get(length)).isEqualTo(length == 1 ? "main" : "wrap" + (length - 1));
      error = with(new Exception(error), at("wrap" + length, length), at("main", 1));
    }
  }

  @Test
  void format_200LinksOf200Frames_keepsRootAndLeavesOuterWrappersOut() {
    Exception error = with(new Exception(), numbered("root", 200));
    for (int i = 0; i < 200; i++) {
      error = with(new IllegalStateException(error), numbered("w" + i + "x", 200));
    }

    String text = format(error).text();

    assertThat(methods(text)).hasSize(300).startsWith("root0", "root1");
    assertThat(text).hasSizeLessThanOrEqualTo(65_536).endsWith("    ... 199 wrappers left out");
  }

  @Test
  void format_cycle_isMarkedAndYieldsNoFrame() {
    Exception inner = with(new IOException(), at("read", 1));
    Exception outer = with(new Exception(inner), at("pay", 2));
    inner.initCause(outer);

    String text = format(outer).text();

    assertThat(text).endsWith("\nWrapped by: java.io.IOException [circular]");
    assertThat(methods(text)).containsExactly("read", "pay");
  }

  @Test
  void format_rootBelow100FrameworkFrames_isAmongThe40() {
    StackTraceElement[] framework = numbered("filter", 100);
    Exception root =
        with(new IOException(), concat(new StackTraceElement[] {at("disk", 1)}, framework));
    Exception outer = with(new Exception(root), concat(numbered("dispatch", 100), framework));

    List<String> seen = seen(outer);

    assertThat(seen).hasSize(40).startsWith("com.acme.Shop.disk@com/acme/Shop.java:1");
    assertThat(format(outer).text()).contains("    ... 100 common frames");
  }

  @Test
  void format_longTrace_keepsTopAndBottom() {
    String text = format(with(new Exception(), numbered("m", 500))).text();

    assertThat(methods(text)).hasSize(200);
    assertThat(methods(text).get(149)).isEqualTo("m149");
    assertThat(methods(text).get(150)).isEqualTo("m450");
    assertThat(text).contains("    ... 300 frames left out").endsWith("(com/acme/Shop.java:500)");
  }

  @Test
  void format_absurdlyLongTrace_isReadAsFarAsTheJvmWouldKeepIt() {
    String text = format(with(new Exception(), numbered("m", 100_000))).text();

    assertThat(methods(text)).hasSize(200).contains("m0", "m149", "m974", "m1023");
    assertThat(text).endsWith("    ... 98976 frames left out");
  }

  @Test
  void format_hugeNames_staysBelow64KiAndKeeps40Frames() {
    StackTraceElement[] frames = new StackTraceElement[300];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = at("p.C" + i + "x".repeat(60_000), "m", "f".repeat(60_000), i);
    }
    Exception error = with(new Exception(with(new Exception(), frames)), frames);
    error.addSuppressed(with(new Exception(), frames));

    String text = format(error).text();

    assertThat(text).hasSizeLessThanOrEqualTo(65_536).contains("frames left out");
    assertThat(ServerStackParser.parse(text)).hasSize(40);
  }

  @Test
  void format_suppressed_isShownToPeopleOnly() {
    Exception plain = with(new Exception(), at("pay", 1));
    Exception failedClose = with(new Exception(), at("pay", 1));
    failedClose.addSuppressed(
        with(new IOException("a@b.c"), at("com.acme.A", "close (x) a@b", "A b.java", 7)));

    assertThat(format(failedClose).text()).isEqualTo("""
            java.lang.Exception
                at com.acme.Shop.pay (com/acme/Shop.java:1)
            Suppressed: java.io.IOException
                at com.acme.A.close__x__a_b(A_b.java:7)""");
    assertThat(format(failedClose).fingerprint()).isEqualTo(format(plain).fingerprint());
    assertThat(seen(failedClose)).isEqualTo(seen(plain));
  }

  @Test
  void format_manySuppressedWithManyFrames_isBounded() {
    Exception error = with(new Exception(), numbered("m", 400));
    for (int i = 0; i < 50; i++) {
      error.addSuppressed(with(new Exception(), numbered("close", 100)));
    }

    String text = format(error).text();

    assertThat(text.split("Suppressed: ", -1)).hasSize(11);
    assertThat(text).endsWith("at com.acme.Shop.close19(Shop.java:20)\n    ... 80 frames left out");
    assertThat(methods(text)).hasSize(200);
  }

  @Test
  void format_suppressedWithHugeNames_endAtTheirShareOfTheText() {
    StackTraceElement[] frames = new StackTraceElement[20];
    java.util.Arrays.fill(frames, at("p." + "C".repeat(400), "m".repeat(250), "F.java", 1));
    Exception error = with(new Exception(), at("pay", 1));
    for (int i = 0; i < 5; i++) {
      error.addSuppressed(with(new Exception(), frames));
    }

    String text = format(error).text();

    assertThat(text).hasSizeBetween(20_000, 22_000).contains(" frames left out");
    assertThat(text.split("Suppressed: ", -1)).hasSize(6);
  }

  @Test
  void format_suppressedInACycle_ends() {
    Exception error = with(new Exception(), at("pay", 1));
    Exception close = with(new IOException(), at("close", 1));
    error.addSuppressed(close);
    close.addSuppressed(error);

    assertThat(format(error).text().split("\n")).hasSize(4);
  }

  @Test
  void format_emptyStack_hasNoFrames() {
    StackText stack = format(with(new IOException(), NONE));

    assertThat(stack.text()).isEqualTo("java.io.IOException");
    assertThat(stack.hasFrames()).isFalse();
    assertThat(stack.topFrame()).isNull();
  }

  @Test
  void format_rootWithoutFrames_takesThemFromItsWrapper() {
    Exception outer = with(new Exception(with(new IOException(), NONE)), at("pay", 42));

    assertThat(format(outer).topFrame()).isEqualTo("com.acme.Shop.pay");
    assertThat(seen(outer)).containsExactly("com.acme.Shop.pay@com/acme/Shop.java:42");
  }

  @Test
  void format_stackTraceNull_hasNoFrames() {
    assertThat(format(new Traced(null)).hasFrames()).isFalse();
  }

  @Test
  void format_stackTraceWithNulls_skipsThem() {
    assertThat(seen(new Traced(new StackTraceElement[] {null, at("pay", 1), null})))
        .containsExactly("com.acme.Shop.pay@com/acme/Shop.java:1");
    assertThat(format(new Traced(new StackTraceElement[] {null})).hasFrames()).isFalse();
  }

  @Test
  void format_everyGetterThrows_stillNamesTheClass() {
    StackText stack = format(new Hostile());

    assertThat(stack.text()).isEqualTo("app.trackx.internal.stack.StackFormatterTest$Hostile");
    assertThat(stack.hasFrames()).isFalse();
  }

  @Test
  void format_everyGetterOfAnotherLinkThrows_keepsTheRest() {
    Exception outer = with(new Exception("outer", new Hostile()), at("pay", 42));

    assertThat(methods(format(outer).text())).containsExactly("pay");
  }

  @Test
  void format_sharedTraceArray_isNotChanged() {
    StackTraceElement[] shared = {null, at("sun.reflect.X", "y", null, -2), at("pay", 1)};
    StackTraceElement[] before = shared.clone();

    format(new Traced(shared));

    assertThat(shared).containsExactly(before);
  }

  @Test
  void topFrame_isCalleeOfFirstFrame() {
    assertThat(format(with(new Exception(), at("pay", 42), at("main", 1))).topFrame())
        .isEqualTo("com.acme.Shop.pay");
  }

  @Test
  void formatCallSite_framesOfALogEvent_areSeen() {
    StackText stack = StackFormatter.format(
        "com.acme (a@b:1:2)", new StackTraceElement[] {at("log", 9), null, at("main", 1)});

    assertThat(stack.text()).isEqualTo("""
            com.acme__a_b_1_2_
                at com.acme.Shop.log (com/acme/Shop.java:9)
                at com.acme.Shop.main (com/acme/Shop.java:1)""");
    assertThat(stack.topFrame()).isEqualTo("com.acme.Shop.log");
  }

  @Test
  void formatCallSite_empty_hasNoFrames() {
    StackText stack = StackFormatter.format("", NONE);

    assertThat(stack.text()).isEqualTo("_");
    assertThat(stack.hasFrames()).isFalse();
  }

  private static final class Traced extends RuntimeException {
    private final StackTraceElement[] frames;

    Traced(StackTraceElement[] frames) {
      this.frames = frames;
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      return frames;
    }
  }

  private static final class Hostile extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException();
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException();
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new LinkageError();
    }

    @Override
    public String toString() {
      throw new AssertionError("not to be called");
    }

    @Override
    public int hashCode() {
      throw new AssertionError("not to be called");
    }

    @Override
    public boolean equals(Object other) {
      throw new AssertionError("not to be called");
    }
  }
}
