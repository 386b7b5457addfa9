package app.trackx.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class DuplicateFilterTest {
  /** Ways in which an error is captured, when it is thrown and further up. */
  private static final int FIRST = 7;

  private static final int LATER = 8;

  private final DuplicateFilter seen = new DuplicateFilter();

  @Test
  void nothingRemembered_nothingKnown() {
    assertThat(knows(new IllegalStateException())).isFalse();
  }

  @Test
  void sameInstance_isKnown_andAnotherIsNot() {
    IllegalStateException error = new IllegalStateException("a");
    remember(error);

    assertThat(knows(error)).isTrue();
    assertThat(knows(new IllegalStateException("a"))).isFalse();
  }

  @Test
  void wrapper_isKnownByItsCause() {
    IllegalStateException error = new IllegalStateException("a");
    remember(error);

    assertThat(knows(new RuntimeException("c", new RuntimeException("b", error))))
        .isTrue();
  }

  @Test
  void causeThatAWrapperOnlyWraps_isKnown() {
    IllegalStateException error = new IllegalStateException("a");
    remember(new ExecutionException(error));

    assertThat(knows(error)).isTrue();
  }

  @Test
  void causeSharedByUnrelatedErrors_isNotKnown() {
    Exception lastFailure = new Exception("connection refused");
    remember(new IllegalStateException("no connection for orders", lastFailure));

    assertThat(knows(new IllegalStateException("no connection for users", lastFailure)))
        .isFalse();
  }

  @Test
  void causeOfAWrapper_thatComesAloneAfterwards_isKnown() {
    Exception cause = new Exception("connection refused");
    remember(new IllegalStateException("no connection for orders", cause));

    assertThat(knows(cause)).isTrue();
    assertThat(knows(new ExecutionException(cause))).isTrue();
    assertThat(knows(new IllegalStateException("no connection for users", cause)))
        .isFalse();
  }

  @Test
  void causeThatWasCapturedItself_isKnownInEveryWrapper_whateverWasCapturedBefore() {
    Exception cause = new Exception("connection refused");
    remember(new IllegalStateException("no connection for orders", cause));
    remember(cause);

    assertThat(knows(new IllegalStateException("no connection for users", cause)))
        .isTrue();
  }

  @Test
  void sameInstance_capturedInTheSameWay_wasThrownAgain() {
    Exception kept = new Exception("closed");
    seen.remember(CauseChain.of(kept), 0, 7, "main");

    assertThat(seen.knows(CauseChain.of(kept), 1, 7, "main")).isFalse();
    assertThat(seen.knows(CauseChain.of(new ExecutionException(kept)), 1, 7, "main"))
        .isFalse();
    assertThat(seen.knows(CauseChain.of(kept), 1, 8, "main")).isTrue();
  }

  @Test
  void wrapperOfAKnownInstance_capturedInTheSameWay_isKnown() {
    Exception error = new Exception("closed");
    seen.remember(CauseChain.of(error), 0, 7, "main");

    assertThat(seen.knows(CauseChain.of(new IllegalStateException("w", error)), 1, 7, "main"))
        .isTrue();
  }

  @Test
  void causeOfAWrapper_capturedInTheSameWay_isKnown() {
    Exception cause = new Exception("closed");
    seen.remember(CauseChain.of(new IllegalStateException("w", cause)), 0, 7, "main");

    assertThat(seen.knows(CauseChain.of(cause), 1, 7, "main")).isTrue();
  }

  @Test
  void errorThatTheJvmReuses_isNeverKnown() {
    NullPointerException reused = new NullPointerException();
    reused.setStackTrace(new StackTraceElement[0]);
    remember(reused);

    assertThat(knows(reused)).isFalse();
  }

  @Test
  void errorWithoutFrames_isKnownForASecond_onItsThread_inAnotherWay() {
    IllegalStateException constant = new IllegalStateException();
    constant.setStackTrace(new StackTraceElement[0]);
    CauseChain chain = CauseChain.of(constant);
    seen.remember(chain, 0, FIRST, "main");
    long second = DuplicateFilter.REMEMBERED_FRAMELESS_NANOS;

    assertThat(seen.knows(chain, second - 1, LATER, "main")).isTrue();
    assertThat(seen.knows(CauseChain.of(new ExecutionException(constant)), 1, LATER, "main"))
        .isTrue();
    assertThat(seen.knows(chain, second - 1, FIRST, "main")).isFalse();
    assertThat(seen.knows(chain, second - 1, LATER, "another")).isFalse();
    assertThat(seen.knows(chain, second, LATER, "main")).isFalse();
    seen.remember(chain, second, FIRST, "main"); // thrown again
    assertThat(seen.knows(chain, second + 1, LATER, "main")).isTrue();
  }

  @Test
  void errorWithAFrameThatALibraryMadeUp_isKnownForASecondOnly() {
    IllegalStateException constant = new IllegalStateException();
    constant.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("io.netty.Channel", "close()", null, -1)});
    CauseChain chain = CauseChain.of(constant);
    seen.remember(chain, 0, FIRST, "main");
    long second = DuplicateFilter.REMEMBERED_FRAMELESS_NANOS;

    assertThat(seen.knows(chain, second - 1, LATER, "main")).isTrue();
    assertThat(seen.knows(chain, second, LATER, "main")).isFalse();
  }

  @Test
  void errorWithoutFrames_thatIsNotTheSame_hidesNoCause() {
    IllegalStateException cause = new IllegalStateException();
    RuntimeException constant = new RuntimeException(cause);
    constant.setStackTrace(new StackTraceElement[0]);
    seen.remember(CauseChain.of(cause), 0, FIRST, "main");
    seen.remember(CauseChain.of(constant), 0, FIRST, "main");

    assertThat(seen.knows(CauseChain.of(constant), 1, LATER, "another")).isTrue();
  }

  @Test
  void errorWhoseFramesCannotBeRead_isNeverKnown() {
    RuntimeException hostile = new RuntimeException() {
      @Override
      public StackTraceElement[] getStackTrace() {
        throw new IllegalStateException();
      }
    };
    remember(hostile);

    assertThat(knows(hostile)).isFalse();
  }

  @Test
  void errorThatEqualsEverything_isKnownByIdentity() {
    remember(new EqualToAll());

    assertThat(knows(new EqualToAll())).isFalse();
  }

  @Test
  void afterTenMinutes_isForgotten_andMayBeRememberedAgain() {
    IllegalStateException kept = new IllegalStateException("the start failed");
    seen.remember(CauseChain.of(kept), Long.MAX_VALUE - 5, FIRST, "main"); // nanoTime may overflow
    long later = Long.MAX_VALUE - 5 + DuplicateFilter.REMEMBERED_NANOS;

    assertThat(seen.knows(CauseChain.of(kept), later - 1, LATER, "main")).isTrue();
    assertThat(seen.knows(CauseChain.of(kept), later, LATER, "main")).isFalse();
    seen.remember(CauseChain.of(kept), later, FIRST, "main");
    assertThat(seen.knows(CauseChain.of(kept), later + 1, LATER, "main")).isTrue();
  }

  @Test
  void seenAgain_doesNotProlongTheTime() {
    IllegalStateException kept = new IllegalStateException("the start failed");
    seen.remember(CauseChain.of(kept), 0, FIRST, "main");
    seen.remember(CauseChain.of(kept), DuplicateFilter.REMEMBERED_NANOS - 1, FIRST, "main");

    assertThat(seen.knows(CauseChain.of(kept), DuplicateFilter.REMEMBERED_NANOS, LATER, "main"))
        .isFalse();
  }

  @Test
  void errorThatBecameNoEvent_isForgotten_withItsCauses_andOthersAreNot() {
    IllegalStateException cause = new IllegalStateException("a");
    RuntimeException error = new RuntimeException("b", cause);
    remember(error);
    List<Throwable> others = new ArrayList<>(); // some of them share the error's part of the table
    for (int i = 0; i < 500; i++) {
      others.add(new IllegalStateException("other " + i));
      remember(others.get(i));
    }
    long knownBefore = others.stream().filter(this::knows).count();

    seen.forget(CauseChain.of(error));

    assertThat(knows(error)).isFalse();
    assertThat(knows(cause)).isFalse();
    assertThat(others.stream().filter(this::knows)).hasSize((int) knownBefore);
  }

  @Test
  void forgetting_whenNothingIsRemembered_doesNothing() {
    seen.forget(CauseChain.of(new IllegalStateException()));

    assertThat(knows(new IllegalStateException())).isFalse();
  }

  @Test
  void causesFarBelowTheEvent_areNotRemembered() {
    List<Throwable> chain = new ArrayList<>(); // the root first
    chain.add(new IllegalStateException("0"));
    for (int i = 1; i < 20; i++) {
      chain.add(new IllegalStateException(i + " ", chain.get(i - 1)));
    }
    remember(chain.get(19));

    assertThat(knows(chain.get(19 - 16))).isTrue();
    assertThat(knows(chain.get(19 - 17))).isFalse();
  }

  /** Captured in the same way on its way up, as by each level of a recursion. */
  @Test
  void sameWay_atFurtherPlacesOnItsWayUp_isKnown_andThrownAgainAtOneOfTheLastFour() {
    Exception error = loaded();
    seen.remember(CauseChain.of(error, true, true), 0, FIRST, "main");
    List<Boolean> known = new ArrayList<>();

    for (int round = 0; round < 2; round++) {
      Optional.of(error).ifPresent(e -> known.add(knowsHere(e)));
    }
    assertThat(known).containsExactly(true, false);

    Optional.of(error).ifPresent(e -> known.add(knowsHere(e)));
    Optional.of(error).ifPresent(e -> known.add(knowsHere(e)));
    for (int round = 0; round < 2; round++) {
      Optional.of(error).ifPresent(e -> known.add(knowsHere(e)));
    }
    assertThat(known).containsExactly(true, false, true, true, true, false);
  }

  @Test
  void sameWay_whereItsMethodThrewIt_wasThrownAgain() {
    Exception kept = new Exception("kept");
    seen.remember(CauseChain.of(kept, true, true), 0, FIRST, "main");
    List<Boolean> known = new ArrayList<>();

    Optional.of(kept).ifPresent(e -> known.add(knowsHere(e)));

    assertThat(known).containsExactly(false);
  }

  @Test
  void manyErrors_theLatestAreKnown() {
    List<Throwable> all = new ArrayList<>(); // kept reachable, so that none is collected
    for (int i = 0; i < 100_000; i++) {
      all.add(new IllegalStateException());
      seen.remember(CauseChain.of(all.get(i)), i, FIRST, "main");
    }

    // each set of eight holds its latest errors: of the last 256, one in thousands is evicted
    long known = all.subList(99_744, 100_000).stream()
        .filter(error -> seen.knows(CauseChain.of(error), 100_000, LATER, "main"))
        .count();
    assertThat(known).isGreaterThan(250);
  }

  @Test
  void remembering_keepsNoErrorAlive() throws InterruptedException {
    WeakReference<Throwable> gone = new WeakReference<>(rememberedAndLetGo());

    for (int i = 0; i < 100 && gone.get() != null; i++) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(gone.get()).isNull();
  }

  private Throwable rememberedAndLetGo() {
    IllegalStateException error = new IllegalStateException();
    remember(error);
    return error;
  }

  private static Exception loaded() {
    return new Exception("made by a method that the others call");
  }

  private boolean knowsHere(Throwable error) {
    CauseChain chain = CauseChain.of(error, true, true);
    assertThat(chain.here()).isNotNull();
    return seen.knows(chain, 1, FIRST, "main");
  }

  private void remember(Throwable error) {
    seen.remember(CauseChain.of(error), 0, FIRST, "main");
  }

  private boolean knows(Throwable error) {
    return seen.knows(CauseChain.of(error), 1, LATER, "main");
  }

  private static final class EqualToAll extends RuntimeException {
    @Override
    public boolean equals(Object other) {
      return other instanceof EqualToAll;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }
}
