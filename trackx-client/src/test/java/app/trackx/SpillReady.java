package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** Lets a pipeline find the files of earlier runs. */
final class SpillReady {
  private SpillReady() {}

  /** Returns the pipeline after it has found the files. */
  static Pipeline of(Pipeline made) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    made.send(false); // searches for files of earlier runs on another thread
    while (!made.isSpoolReady()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
    return made;
  }

  /** Waits until the pipeline's disk thread is idle. */
  static void settle(Pipeline pipeline) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!pipeline.settle(Duration.ofSeconds(1).toNanos())) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }
}
