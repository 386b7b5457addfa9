package app.trackx;

import static app.trackx.Interleavings.check;
import static app.trackx.Interleavings.explore;
import static app.trackx.Interleavings.inParallel;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.junit.jupiter.api.Test;

/** Tests that the checker finds known races on this JDK. If it did not, all other checks would pass. */
class InterleavingsTest {
  private static final int MAX = 100;

  @Test
  void explore_findsALostUpdateOfAField() {
    assertFound(() -> {
      Shared shared = new Shared();
      inParallel(() -> shared.plain++, () -> shared.plain++);
      check(shared.plain == 2, "found");
    });
  }

  @Test
  void explore_findsACheckThenActWithAnAtomic() {
    assertFound(() -> {
      AtomicInteger shared = new AtomicInteger();
      inParallel(() -> shared.set(shared.get() + 1), () -> shared.set(shared.get() + 1));
      check(shared.get() == 2, "found");
    });
  }

  @Test
  void explore_findsACheckThenActWithAFieldUpdater() {
    assertFound(() -> {
      Shared shared = new Shared();
      inParallel(shared::raiseInTwoSteps, shared::raiseInTwoSteps);
      check(shared.updated == 2, "found");
    });
  }

  @Test
  void explore_findsAFailureThatTakesThreeSwitches() {
    assertFound(() -> {
      Shared shared = new Shared();
      inParallel(
          () -> {
            shared.updated = 1;
            shared.updated = 3;
          },
          () -> {
            if (shared.updated == 1) {
              shared.updated = 2;
              check(shared.updated != 3, "found");
            }
          });
    });
  }

  @Test
  void explore_findsALostUpdateOfAnArrayAfterALongLoop() {
    assertFound(() -> {
      int[] shared = new int[64];
      for (int i = 0; i < shared.length; i++) {
        shared[i] = i;
      }
      inParallel(() -> shared[0]++, () -> shared[0]++);
      check(shared[0] == 2, "found");
    });
  }

  @Test
  void explore_acceptsCorrectCode() {
    explore(MAX, () -> {
      Shared shared = new Shared();
      inParallel(shared::raise, shared::raise);
      check(shared.updated == 2, "lost");
    });
  }

  private static void assertFound(Runnable scenario) {
    Throwable thrown = null;
    try {
      explore(MAX, scenario);
    } catch (AssertionError e) {
      thrown = e;
    }
    assertThat(thrown).isNotNull().hasMessageContaining("found");
  }

  private static final class Shared {
    private static final AtomicIntegerFieldUpdater<Shared> UPDATED =
        AtomicIntegerFieldUpdater.newUpdater(Shared.class, "updated");

    private int plain;
    private volatile int updated;

    void raise() {
      UPDATED.incrementAndGet(this);
    }

    void raiseInTwoSteps() {
      int seen = UPDATED.get(this);
      UPDATED.compareAndSet(this, seen, seen + 1);
    }
  }
}
