package app.trackx.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestStateTest {
  private final RequestState state = new RequestState(null);

  @Test
  void isNew_failureThatComesBackAfterAnother_isNot() {
    RuntimeException failure = new IllegalStateException("no stock");
    RuntimeException ofTheErrorPage = new IllegalArgumentException("no template");

    assertThat(state.isNew(failure)).isTrue();
    assertThat(state.isNew(ofTheErrorPage)).isTrue();
    assertThat(state.isNew(failure)).isFalse();
    assertThat(state.isNew(new RuntimeException(failure))).isFalse();
  }

  @Test
  void isNew_causeOfAHandledFailure_isNot() {
    RuntimeException cause = new IllegalStateException("no stock");

    assertThat(state.isNew(new RuntimeException(cause))).isTrue();
    assertThat(state.isNew(cause)).isFalse();
  }
}
