package app.trackx.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("serial")
@NullUnmarked
class CauseChainTest {
  @Test
  void of_singleError_hasOneLink() {
    Exception error = new Exception("broke");

    CauseChain chain = CauseChain.of(error);

    assertThat(chain.size()).isEqualTo(1);
    assertThat(chain.error(0)).isSameAs(error);
    assertThat(chain.message(0)).isEqualTo("broke");
    assertThat(chain.circular()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8, 9, 200, 256})
  void of_chain_holdsEveryLinkOutermostFirst(int length) {
    CauseChain chain = CauseChain.of(chained(length));

    assertThat(chain.size()).isEqualTo(length);
    assertThat(chain.circular()).isFalse();
    for (int i = 0; i < length; i++) {
      assertThat(chain.message(i)).isEqualTo("link " + (length - i));
      assertThat(chain.error(i)).hasMessage("link " + (length - i));
    }
  }

  @Test
  void of_freshCauseForEver_endsAt256() {
    CauseChain chain = CauseChain.of(new Endless());

    assertThat(chain.size()).isEqualTo(256);
    assertThat(chain.circular()).isFalse();
  }

  @Test
  void of_cycle_endsAtFirstKnownLink() {
    Exception inner = new Exception("inner");
    Exception middle = new Exception("middle", inner);
    Exception outer = new Exception("outer", middle);
    inner.initCause(middle);

    CauseChain chain = CauseChain.of(outer);

    assertThat(chain.size()).isEqualTo(3);
    assertThat(chain.error(2)).isSameAs(inner);
    assertThat(chain.circular()).isTrue();
  }

  @Test
  void of_causeOfItself_isCircular() {
    CauseChain chain = CauseChain.of(new SelfCaused());

    assertThat(chain.size()).isEqualTo(1);
    assertThat(chain.circular()).isTrue();
  }

  @Test
  void of_equalButDistinctLinks_isNotCircular() {
    CauseChain chain = CauseChain.of(new EqualToAll(new EqualToAll(new EqualToAll(null))));

    assertThat(chain.size()).isEqualTo(3);
    assertThat(chain.circular()).isFalse();
  }

  @Test
  void of_gettersThatThrow_endsThereWithoutMessage() {
    CauseChain chain = CauseChain.of(new Exception("outer", new Hostile()));

    assertThat(chain.size()).isEqualTo(2);
    assertThat(chain.message(0)).isEqualTo("outer");
    assertThat(chain.message(1)).isNull();
    assertThat(chain.circular()).isFalse();
  }

  @Test
  void of_anyError_asksForMessageAndCauseOnceAndNothingElse() {
    Counting error = new Counting();

    CauseChain.of(error);

    assertThat(error.getters.get()).isEqualTo(2);
  }

  @Test
  void message_ofOneThatTellsOtherwise_isThat() {
    assertThat(CauseChain.of(new Telling(null, "com.acme.E[code=7]")).message(0))
        .isEqualTo("com.acme.E[code=7]");
    assertThat(CauseChain.of(new Telling(null, Telling.class.getName() + ": code 7"))
            .message(0))
        .isEqualTo("code 7");
    assertThat(CauseChain.of(new Telling("leer", "not asked")).message(0)).isEqualTo("leer");
    assertThat(CauseChain.messageOf(new Telling(null, "code 7"))).isEqualTo("code 7");
  }

  @Test
  void message_ofOneThatOnlyNamesItsClass_isNone() {
    assertThat(CauseChain.of(new IllegalStateException()).message(0)).isNull();
    assertThat(CauseChain.of(new Telling(null, null)).message(0)).isNull();
    assertThat(CauseChain.of(new Telling(null, "")).message(0)).isNull();
    assertThat(CauseChain.of(new Telling(null, "Telling")).message(0)).isNull();
    assertThat(CauseChain.of(new Telling(null, Telling.class.getName() + ": ")).message(0))
        .isNull();
  }

  @Test
  void here_isReadOnlyForTypesThatWereSeenWithoutFrames() {
    class Seen extends RuntimeException {}
    class Unseen extends RuntimeException {}

    CauseChain.of(new Seen()).noteFrameless();

    assertThat(CauseChain.of(new Seen(), true, false).here()).isNotNull();
    assertThat(CauseChain.of(new Exception(new Seen()), true, false).here()).isNotNull();
    assertThat(CauseChain.of(new Seen(), false, false).here()).isNull();
    assertThat(CauseChain.of(new Unseen(), true, false).here()).isNull();
  }

  @Test
  void here_isReadForTypesThatHotSpotOmits_butForNoErrorOfTheJvm() {
    assertThat(CauseChain.of(new NullPointerException(), true, false).here()).isNotNull();
    assertThat(CauseChain.of(new ClassCastException(), true, false).here()).isNotNull();
    CauseChain.of(new OutOfMemoryError()).noteFrameless();
    assertThat(CauseChain.of(new OutOfMemoryError(), true, false).here()).isNull();
  }

  @Test
  void here_isReadForAnInstanceThatWasCapturedBefore() {
    Exception kept = new Exception();
    assertThat(CauseChain.of(kept, true, true).here()).isNull();

    assertThat(CauseChain.of(kept, true, true).here()).isNotNull();
    assertThat(CauseChain.of(new RuntimeException(kept), true, true).here()).isNull();
    assertThat(CauseChain.of(kept, true, false).here()).isNull();
    assertThat(CauseChain.of(kept, false, true).here()).isNull();
  }

  @Test
  void message_ofOneMegabyte_isNotCopied() {
    String message = "x".repeat(1 << 20);

    assertThat(CauseChain.of(new Exception(message)).message(0)).isSameAs(message);
  }

  @Test
  void messageOf_hostileError_isNull() {
    assertThat(CauseChain.messageOf(new Hostile())).isNull();
    assertThat(CauseChain.messageOf(new Exception("m"))).isEqualTo("m");
  }

  @Test
  void suppressed_ofAllLinks_rootFirstThenNested() {
    Exception root = new Exception("root");
    Exception outer = new Exception("outer", root);
    Exception ofRoot = new Exception("of root");
    Exception ofOuter = new Exception("of outer");
    Exception nested = new Exception("nested");
    root.addSuppressed(ofRoot);
    outer.addSuppressed(ofOuter);
    ofRoot.addSuppressed(nested);

    assertThat(CauseChain.of(outer).suppressed()).containsExactly(ofRoot, ofOuter, nested);
  }

  @Test
  void suppressed_cyclesAndDuplicates_areListedOnce() {
    Exception root = new Exception("root");
    Exception outer = new Exception("outer", root);
    Exception close = new Exception("close");
    root.addSuppressed(close);
    root.addSuppressed(outer);
    outer.addSuppressed(close);
    close.addSuppressed(root);

    assertThat(CauseChain.of(outer).suppressed()).containsExactly(close);
  }

  @Test
  void suppressed_tooMany_endsAtTen() {
    Exception error = new Exception();
    for (int i = 0; i < 1000; i++) {
      error.addSuppressed(new Exception("close " + i));
    }

    assertThat(CauseChain.of(error).suppressed()).hasSize(10);
  }

  @Test
  void suppressed_none_isEmpty() {
    assertThat(CauseChain.of(new Exception()).suppressed()).isEmpty();
  }

  private static Exception chained(int length) {
    Exception error = null;
    for (int i = 1; i <= length; i++) {
      error = new Exception("link " + i, error);
    }
    return error;
  }

  private static final class Telling extends RuntimeException {
    private final String localized;
    private final String text;

    Telling(String localized, String text) {
      this.localized = localized;
      this.text = text;
    }

    @Override
    public String getLocalizedMessage() {
      return localized;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final class Endless extends RuntimeException {
    @Override
    public synchronized Throwable getCause() {
      return new Endless();
    }
  }

  private static final class SelfCaused extends RuntimeException {
    @Override
    public synchronized Throwable getCause() {
      return this;
    }
  }

  private static final class EqualToAll extends RuntimeException {
    EqualToAll(Throwable cause) {
      super(cause);
    }

    @Override
    public boolean equals(Object other) {
      return true;
    }

    @Override
    public int hashCode() {
      throw new IllegalStateException("not to be called");
    }
  }

  private static final class Hostile extends RuntimeException {
    @Override
    public String getMessage() {
      throw new StackOverflowError();
    }

    @Override
    public synchronized Throwable getCause() {
      throw new OutOfMemoryError("no cause");
    }
  }

  private static final class Counting extends RuntimeException {
    private final AtomicInteger getters = new AtomicInteger();

    @Override
    public String getMessage() {
      getters.incrementAndGet();
      return "m";
    }

    @Override
    public synchronized Throwable getCause() {
      getters.incrementAndGet();
      return null;
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new AssertionError("frames are read later");
    }

    @Override
    public String toString() {
      throw new AssertionError("toString is not needed");
    }
  }
}
