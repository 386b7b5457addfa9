package app.trackx.internal.stack;

import static app.trackx.internal.stack.Stacks.at;
import static app.trackx.internal.stack.Stacks.seen;
import static app.trackx.internal.stack.Stacks.with;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.testing.ChildJvm;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@SuppressWarnings("serial")
@NullUnmarked
class OmittedFramesTest {
  private static final StackTraceElement[] NONE = {};
  private static final StackTraceElement[] LOGGED_IN_PAY = {at("pay", 90), at("main", 1)};
  private static final StackTraceElement[] LOGGED_IN_SHIP = {at("ship", 91), at("main", 2)};

  private final OmittedFrames places = new OmittedFrames();

  @Test
  void errorWithFrames_keepsItsStack() {
    CauseChain chain = CauseChain.of(with(new IllegalStateException(), at("pay", 1)));
    StackText stack = StackFormatter.format(chain);

    assertThat(chain.isOmittedByHotSpot()).isFalse();
    assertThat(places.complete(chain, stack, LOGGED_IN_PAY, null)).isSameAs(stack);
  }

  @Test
  void errorWithoutFrames_isGroupedByClassAndPlace() {
    StackText stack = complete(frameless("order 17 failed"), LOGGED_IN_PAY);

    assertThat(stack.text()).isEqualTo("""
            app.trackx.internal.stack.OmittedFramesTest$CartException
                at app.trackx.internal.stack.OmittedFramesTest$CartException.<init> (app/trackx/internal/stack/OmittedFramesTest.java:0)
                ... no stack trace; captured here:
                at com.acme.Shop.pay (com/acme/Shop.java:90)
                at com.acme.Shop.main (com/acme/Shop.java:1)""");
    assertThat(stack.topFrame()).isEqualTo("com.acme.Shop.pay");
    assertThat(seen(stack.text())).hasSize(3);
  }

  @Test
  void errorsWithoutFrames_ofOneClassAndPlace_areOneIssue() {
    assertThat(complete(frameless("order 17 failed"), LOGGED_IN_PAY).fingerprint())
        .isEqualTo(complete(frameless("order 18 failed"), LOGGED_IN_PAY).fingerprint())
        .isNotEqualTo(complete(frameless("order 18 failed"), LOGGED_IN_SHIP).fingerprint());
    assertThat(complete(emptied(new IllegalStateException()), LOGGED_IN_PAY).fingerprint())
        .isNotEqualTo(complete(frameless("order 18 failed"), LOGGED_IN_PAY).fingerprint());
  }

  @Test
  void errorWithoutFrames_andWithoutPlace_isGroupedByClass() {
    StackText stack = complete(frameless("order 17 failed"), null);

    assertThat(stack.hasFrames()).isTrue();
    assertThat(stack.topFrame()).endsWith("OmittedFramesTest$CartException.<init>");
    assertThat(stack.fingerprint())
        .isEqualTo(complete(frameless("order 18 failed"), NONE).fingerprint());
  }

  @Test
  void chainWithoutFrames_showsTheClassOfEachLink() {
    Exception outer = emptied(new IllegalStateException("outer", frameless("inner")));

    assertThat(complete(outer, null).text()).isEqualTo("""
            app.trackx.internal.stack.OmittedFramesTest$CartException
                at app.trackx.internal.stack.OmittedFramesTest$CartException.<init> (app/trackx/internal/stack/OmittedFramesTest.java:0)
            Wrapped by: java.lang.IllegalStateException
                at java.lang.IllegalStateException.<init> (java/lang/IllegalStateException.java:0)""");
  }

  @Test
  void errorWithAFrameThatALibraryMadeUp_isGroupedByThatAndThePlace() {
    StackText stack = complete(madeUp("close(ChannelPromise)"), LOGGED_IN_PAY);

    assertThat(stack.text()).isEqualTo("""
            java.nio.channels.ClosedChannelException
                at io.netty.channel.AbstractChannel.close(ChannelPromise) (io/netty/channel/AbstractChannel:0)
                ... no stack trace; captured here:
                at com.acme.Shop.pay (com/acme/Shop.java:90)
                at com.acme.Shop.main (com/acme/Shop.java:1)""");
    assertThat(stack.topFrame()).isEqualTo("com.acme.Shop.pay");
    assertThat(stack.fingerprint())
        .isNotEqualTo(complete(madeUp("close(ChannelPromise)"), LOGGED_IN_SHIP).fingerprint())
        .isNotEqualTo(complete(madeUp("flush0()"), LOGGED_IN_PAY).fingerprint());
  }

  @Test
  void frameThatALibraryMadeUp_isEnough_ifThePlaceIsUnknown() {
    assertThat(seen(complete(madeUp("flush0()"), null).text())).hasSize(1);
  }

  @Test
  void onlyFrameWithoutAFile_isAPlace() {
    assertThat(seen(complete(madeUp("main"), LOGGED_IN_PAY).text())).hasSize(1);
  }

  /** Returns an exception as Netty creates some: with one frame that is no place in a program. */
  private static Exception madeUp(String method) {
    return with(
        new java.nio.channels.ClosedChannelException(),
        at("io.netty.channel.AbstractChannel", method, null, -1));
  }

  @Test
  void futureAroundAnErrorWithoutFrames_isNoPlace() {
    Exception future = with(
        new java.util.concurrent.CompletionException(frameless("order 17 failed")),
        at(
            "java.util.concurrent.CompletableFuture",
            "encodeThrowable",
            "CompletableFuture.java",
            315),
        at("java.lang.Thread", "run", "Thread.java", 840));

    assertThat(complete(future, null).topFrame()).endsWith("$CartException.<init>");
  }

  @Test
  void errorThatHotSpotOmitted_getsTheFramesThatItHadAtThisPlace() {
    StackText before = complete(with(new NullPointerException(), at("load", 7)), LOGGED_IN_PAY);
    StackText after = complete(emptied(new NullPointerException()), LOGGED_IN_PAY);

    assertThat(after.fingerprint()).isEqualTo(before.fingerprint());
    assertThat(after.text())
        .startsWith(before.text())
        .endsWith("HotSpot omitted those of this one (-XX:-OmitStackTraceInFastThrow)");
    assertThat(seen(after.text())).isEqualTo(seen(before.text()));
  }

  @Test
  void errorThatHotSpotOmitted_atAnotherPlace_staysApart() {
    complete(with(new NullPointerException(), at("load", 7)), LOGGED_IN_PAY);

    StackText other = complete(emptied(new NullPointerException()), LOGGED_IN_SHIP);

    assertThat(other.topFrame()).isEqualTo("com.acme.Shop.ship");
  }

  @Test
  void errorThatHotSpotOmitted_isFoundAgain_byTheThrowableOfItsPlaceToo() {
    Throwable here = with(new Throwable(), LOGGED_IN_PAY);
    CauseChain before = CauseChain.of(with(new NullPointerException(), at("load", 7)));
    CauseChain after = CauseChain.of(emptied(new NullPointerException()));
    places.complete(before, StackFormatter.format(before), null, here);

    assertThat(places.complete(after, StackFormatter.format(after), null, here).topFrame())
        .isEqualTo("com.acme.Shop.load");
    assertThat(places
            .complete(
                after, StackFormatter.format(after), null, with(new Throwable(), LOGGED_IN_SHIP))
            .topFrame())
        .isEqualTo("com.acme.Shop.ship");
  }

  @Test
  void errorThatHotSpotOmitted_whoseFramesAreTooLongToKeep_isGroupedByPlace() {
    String longName = "com.acme." + "A".repeat(490);
    StackTraceElement[] frames = new StackTraceElement[30];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = at(longName, "m" + i, null, i);
    }
    assertThat(complete(with(new NullPointerException(), frames), LOGGED_IN_PAY).text())
        .hasSizeGreaterThan(16 * 1024);

    assertThat(complete(emptied(new NullPointerException()), LOGGED_IN_PAY).topFrame())
        .isEqualTo("com.acme.Shop.pay");
  }

  @Test
  void errorThatHotSpotOmitted_whereSeveralHappened_isGroupedByPlace() {
    complete(with(new NullPointerException(), at("load", 7)), LOGGED_IN_PAY);
    complete(with(new NullPointerException(), at("save", 8)), LOGGED_IN_PAY);

    StackText unknown = complete(emptied(new NullPointerException()), LOGGED_IN_PAY);

    assertThat(seen(unknown.text()).get(0)).startsWith("java.lang.NullPointerException.<init>@");
    assertThat(unknown.topFrame()).isEqualTo("com.acme.Shop.pay");
  }

  @Test
  void errorOfAnotherClass_neverGetsFramesOfAnEarlierOne() {
    complete(with(new CartException("with frames"), at("load", 7)), LOGGED_IN_PAY);

    assertThat(complete(frameless("without"), LOGGED_IN_PAY).topFrame())
        .isEqualTo("com.acme.Shop.pay");
  }

  @Test
  void manyPlaces_theOldestIsForgotten() {
    for (int line = 1; line <= 65; line++) {
      StackTraceElement[] place = {at("log", line)};
      complete(with(new NullPointerException(), at("load", line)), place);
    }

    StackTraceElement[] first = {at("log", 1)};
    StackTraceElement[] last = {at("log", 65)};
    assertThat(complete(emptied(new NullPointerException()), first).topFrame())
        .isEqualTo("com.acme.Shop.log");
    assertThat(complete(emptied(new NullPointerException()), last).topFrame())
        .isEqualTo("com.acme.Shop.load");
  }

  /** In a JVM of its own, since those of the tests have no C2. */
  @Test
  void realOne_staysOneIssue_whenHotSpotHasCompiledIt() throws Exception {
    ChildJvm.Result result = new ChildJvm().run(OmittedFramesProgram.class);

    assertThat(result.out).as(result.err.toString()).containsExactly("omitted", "the same");
  }

  private StackText complete(Throwable error, StackTraceElement[] callSite) {
    CauseChain chain = CauseChain.of(error);
    StackText stack = StackFormatter.format(chain);
    assertThat(chain.isOmittedByHotSpot()).isEqualTo(error instanceof NullPointerException);
    return places.complete(chain, stack, callSite, null);
  }

  private static Exception frameless(String message) {
    return new CartException(message, false);
  }

  private static <T extends Throwable> T emptied(T error) {
    error.setStackTrace(NONE);
    return error;
  }

  private static final class CartException extends RuntimeException {
    CartException(String message) {
      super(message);
    }

    CartException(String message, boolean writableStackTrace) {
      super(message, null, false, writableStackTrace);
    }
  }
}
