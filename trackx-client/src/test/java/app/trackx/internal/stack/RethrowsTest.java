package app.trackx.internal.stack;

import static app.trackx.internal.stack.Stacks.at;
import static app.trackx.internal.stack.Stacks.with;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RethrowsTest {
  @Test
  void constant_wasThrownAgain() {
    Exception constant = with(new Exception(), at("<clinit>", 1), at("pay", 2), at("main", 3));

    assertThat(isThrownAgain(constant, at("pay", 9), at("main", 3))).isTrue();
  }

  @Test
  void errorOfACallee_isOnItsWayUp() {
    Exception error = with(new Exception(), at("load", 1), at("pay", 2), at("main", 3));

    assertThat(isThrownAgain(error, at("pay", 9), at("main", 3))).isFalse();
    assertThat(isThrownAgain(error, at("main", 9))).isFalse();
  }

  @Test
  void errorOfACallee_loggedByAHelper_isOnItsWayUp() {
    Exception error = with(new Exception(), at("load", 1), at("pay", 2), at("main", 3));

    assertThat(isThrownAgain(error, at("helper", 50), at("main", 9))).isFalse();
  }

  @Test
  void errorMadeWhereItIsCaptured_wasThrownAgain() {
    Exception kept = with(new Exception(), at("pay", 2), at("main", 3));
    StackTraceElement ofJdk = at("java.lang.Integer", "parseInt", "Integer.java", 7);

    assertThat(isThrownAgain(kept, at("pay", 9), at("main", 3))).isTrue();
    assertThat(isThrownAgain(with(new Exception(), ofJdk, at("pay", 2)), at("pay", 9)))
        .isTrue();
  }

  @Test
  void errorMadeBelowTheCapture_wasThrownAgain() {
    Exception kept = with(new Exception(), at("main", 3));

    assertThat(isThrownAgain(kept, at("pay", 9), at("main", 3))).isTrue();
  }

  @Test
  void errorOfACallee_whoseFramesOfTheJdkDiffer_isOnItsWayUp() {
    StackTraceElement ofJdk = at("java.lang.Integer", "parseInt", "Integer.java", 7);
    Exception error = with(new Exception(), ofJdk, at("load", 1), at("pay", 2), at("main", 3));

    assertThat(isThrownAgain(error, at("pay", 9), at("main", 3))).isFalse();
  }

  @Test
  void sameMethodOfAnotherClass_isAnotherMethod() {
    Exception error = with(new Exception(), at("load", 1), at("pay", 2), at("main", 3));
    StackTraceElement ofCart = at("com.acme.Cart", "pay", "Cart.java", 9);

    assertThat(isThrownAgain(error, ofCart, at("main", 3))).isTrue();
  }

  @Test
  void errorOfAnotherThread_wasThrownAgain() {
    Exception kept = with(new Exception(), at("connect", 1), at("start", 2));

    assertThat(isThrownAgain(kept, at("serve", 9), at("run", 3))).isTrue();
  }

  @Test
  void recursion_isOnItsWayUp() {
    Exception error = with(new Exception(), at("load", 1), at("visit", 2), at("visit", 2));

    assertThat(isThrownAgain(error, at("visit", 3), at("visit", 2), at("main", 1)))
        .isFalse();
    assertThat(isThrownAgain(error, at("visit", 3), at("main", 1))).isTrue();
  }

  @Test
  void withoutFrames_nothingIsKnown() {
    assertThat(isThrownAgain(with(new Exception()), at("pay", 9))).isFalse();
    assertThat(isThrownAgain(with(new Exception(), at("pay", 9)))).isFalse();
  }

  private static boolean isThrownAgain(Throwable error, StackTraceElement... here) {
    return Rethrows.isThrownAgain(error, with(new Throwable(), here));
  }
}
