package app.trackx.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ForeignCallsTest {
  private static final Deadline LONG = Deadline.in(Duration.ofSeconds(50));

  private final ForeignCalls foreign = new ForeignCalls(Requests::daemon);

  @Test
  void resultAndFailure_areThoseOfTheCode() throws Exception {
    assertThat(foreign.call(() -> "a", LONG)).isEqualTo("a");
    assertThatThrownBy(() -> foreign.call(
            () -> {
              throw new ConnectException("b");
            },
            LONG))
        .isInstanceOf(ConnectException.class);
    assertThatThrownBy(() -> foreign.call(
            () -> {
              throw new AssertionError("c");
            },
            LONG))
        .isInstanceOf(IOException.class)
        .hasCauseInstanceOf(AssertionError.class);
  }

  @Test
  void fullHeap_isNotHidden() {
    assertThatThrownBy(() -> foreign.call(
            () -> {
              throw new OutOfMemoryError("of a test");
            },
            LONG))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void resultThatComesTooLate_isClosed() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);

    assertThatThrownBy(() -> foreign.call(
            () -> {
              released.await(50, TimeUnit.SECONDS);
              return (Closeable) closed::countDown;
            },
            Deadline.in(Duration.ofMillis(50))))
        .isInstanceOf(IOException.class);
    released.countDown();

    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tell_withoutTimeLeft_stillTells_andDoesNotWait() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    Deadline over = Deadline.in(Duration.ZERO);

    foreign.tell(
        () -> {
          released.await(50, TimeUnit.SECONDS);
          told.countDown();
          return null;
        },
        over);
    released.countDown();

    assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tell_withoutAThread_throwsNothing() {
    ForeignCalls none = new ForeignCalls(task -> {
      throw new OutOfMemoryError("unable to create native thread");
    });

    none.tell(() -> null, LONG);
  }

  @Test
  void resultInTime_isNotClosed() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);

    foreign.call(() -> (Closeable) closed::countDown, LONG);

    assertThat(closed.getCount()).isEqualTo(1);
  }
}
