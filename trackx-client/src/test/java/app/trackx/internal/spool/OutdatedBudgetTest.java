package app.trackx.internal.spool;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.jvm.FakeTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that answers when the client no longer asks. */
@Timeout(60)
class OutdatedBudgetTest {
  private final FakeTime time = new FakeTime();
  private final CountDownLatch slow = new CountDownLatch(1);
  private final AtomicInteger reserved = new AtomicInteger();
  private final AtomicInteger givenBack = new AtomicInteger();
  private SpoolDirectory directory;
  private DiskThread disk;
  private SharedBudget budget;
  private long @Nullable [] rest = {1};

  @BeforeEach
  void open(@TempDir Path temp) {
    directory = new SpoolDirectory(temp.resolve("spool"));
    Spool spool = directory.open();
    disk = new DiskThread(spool::steps);
    budget = new SharedBudget(spool, disk, time, new SharedBudget.Budget() {
      @Override
      public long @Nullable [] reserve(long @Nullable [] shared) {
        reserved.incrementAndGet();
        return rest;
      }

      @Override
      public long[] publish(long @Nullable [] shared) {
        throw new AssertionError("not called");
      }

      @Override
      public long @Nullable [] giveBack(long @Nullable [] shared) {
        givenBack.incrementAndGet();
        return shared;
      }
    });
  }

  @AfterEach
  void close() {
    slow.countDown();
    settle();
    directory.close();
  }

  @Test
  void result_thatIsAskedForSoon_isTold() {
    answerLate();

    assertThat(budget.reserve(false)).isEqualTo(SharedBudget.Turn.TAKEN);
    assertThat(reserved).hasValue(1);
    assertThat(givenBack).hasValue(0);
  }

  @Test
  void token_thatNobodyAskedForInTime_isGivenBack_andAnotherIsTaken() {
    answerLate();
    time.advance(Duration.ofSeconds(1));

    assertThat(budget.reserve(false)).isEqualTo(SharedBudget.Turn.TAKEN);
    settle();
    assertThat(reserved).hasValue(2);
    assertThat(givenBack).hasValue(1);
  }

  @Test
  void refusal_thatNobodyAskedForInTime_isAskedForAgain() {
    rest = null;
    answerLate();
    rest = new long[] {1};
    time.advance(Duration.ofSeconds(1));

    assertThat(budget.reserve(false)).isEqualTo(SharedBudget.Turn.TAKEN);
    settle();
    assertThat(givenBack).hasValue(0);
  }

  /** Asks for a token, and lets the disk answer afterwards. */
  private void answerLate() {
    disk.add(() -> await(slow));
    assertThat(budget.reserve(false)).isEqualTo(SharedBudget.Turn.UNKNOWN);
    slow.countDown();
    settle();
  }

  private void settle() {
    assertThat(disk.await(TimeUnit.SECONDS.toNanos(20))).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
