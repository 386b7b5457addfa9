package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** Lets a pipeline find what earlier runs left on disk. */
final class SpillReady {
  private SpillReady() {}

  /** That pipeline, which knows now what there is. */
  static Pipeline of(Pipeline made) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    made.send(false, false); // on another thread, it looks for what earlier runs left
    while (!made.isSpoolReady()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
    return made;
  }

  /** Waits until the disk thread of that pipeline has nothing to do. */
  static void settle(Pipeline pipeline) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!pipeline.settle(Duration.ofSeconds(1).toNanos())) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }
}
