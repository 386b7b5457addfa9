package app.trackx.vanishing;

import static app.trackx.vanishing.Places.assertArrives;
import static app.trackx.vanishing.Places.assertVanishes;
import static app.trackx.vanishing.Places.awaitDone;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.testing.Waiting;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks of executors, as in docs/VANISHING.md: what arrives with the README's set-up, and with one line more. */
@Timeout(120)
class VanishingExecutorsTest {
  private final ExecutorService pool = Executors.newFixedThreadPool(2);
  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
  private final ForkJoinPool forkJoin = new ForkJoinPool(2);

  @AfterEach
  void stop() {
    pool.shutdownNow();
    scheduler.shutdownNow();
    forkJoin.shutdownNow();
  }

  @Test
  void execute_arrives() throws Exception {
    assertArrives(() -> execute(pool));
  }

  @Test
  void submit_vanishes_unlessWatched() throws Exception {
    assertVanishes(() -> awaitDone(pool.submit(Places::fail)));
    assertThat(assertArrives(() -> awaitDone(TrackX.watch(pool).submit(Places::fail)))
            .type())
        .isEqualTo(2);
  }

  @Test
  void submitWithResult_vanishes_unlessWatched() throws Exception {
    assertVanishes(() -> awaitDone(pool.submit(Places::call)));
    assertArrives(() -> awaitDone(TrackX.watch(pool).submit(Places::call)));
  }

  @Test
  void invokeAll_vanishes_unlessWatched() throws Exception {
    List<Callable<String>> tasks = List.of(() -> "done", Places::call);
    assertVanishes(() -> pool.invokeAll(tasks));
    assertArrives(() -> TrackX.watch(pool).invokeAll(tasks));
  }

  @Test
  void schedule_vanishes_unlessWatched() throws Exception {
    assertVanishes(() -> awaitDone(scheduler.schedule(Places::fail, 1, TimeUnit.MILLISECONDS)));
    assertArrives(
        () -> awaitDone(TrackX.watch(scheduler).schedule(Places::fail, 1, TimeUnit.MILLISECONDS)));
  }

  @Test
  void scheduleAtFixedRate_vanishesAndNeverRunsAgain_unlessWatched() throws Exception {
    assertVanishes(
        () -> awaitDone(scheduler.scheduleAtFixedRate(Places::fail, 0, 1, TimeUnit.MILLISECONDS)));
    assertThat(assertArrives(() -> awaitDone(TrackX.watch(scheduler)
                .scheduleAtFixedRate(Places::fail, 0, 1, TimeUnit.MILLISECONDS)))
            .meta())
        .containsEntry("_task", "periodic; it will not run again");
  }

  @Test
  void scheduleWithFixedDelay_vanishesAndNeverRunsAgain_unlessWatched() throws Exception {
    assertVanishes(() ->
        awaitDone(scheduler.scheduleWithFixedDelay(Places::fail, 0, 1, TimeUnit.MILLISECONDS)));
    assertArrives(() -> awaitDone(
        TrackX.watch(scheduler).scheduleWithFixedDelay(Places::fail, 0, 1, TimeUnit.MILLISECONDS)));
  }

  @Test
  void executeOfAScheduler_vanishes_unlessWatched() throws Exception {
    ScheduledExecutorService second = Executors.newScheduledThreadPool(1);
    assertVanishes(() -> {
      scheduler.execute(Places::fail);
      end(scheduler);
    });
    assertArrives(() -> {
      TrackX.watch(second).execute(Places::fail);
      end(second);
    });
  }

  @Test
  void forkJoinExecute_arrives() throws Exception {
    assertArrives(() -> execute(forkJoin));
  }

  @Test
  void forkJoinSubmit_vanishes_unlessWatched() throws Exception {
    ExecutorService watched = TrackX.watch((ExecutorService) forkJoin);
    assertVanishes(() -> awaitDone(forkJoin.submit(Places::fail)));
    assertArrives(() -> awaitDone(watched.submit(Places::fail)));
  }

  @Test
  void completionService_vanishes_unlessWrapped() throws Exception {
    ExecutorCompletionService<String> service =
        new ExecutorCompletionService<>(TrackX.watch(pool)); // which cannot see into it
    assertVanishes(() -> awaitDone(service.submit(Places::call)));
    Callable<String> task = Places::call;
    assertArrives(() -> awaitDone(service.submit(TrackX.wrap(task))));
  }

  @Test
  void futureTask_vanishes_unlessWrapped() throws Exception {
    Callable<String> task = Places::call;
    assertVanishes(() -> Places.run(new Thread(new FutureTask<>(task))));
    assertArrives(() -> Places.run(new Thread(new FutureTask<>(TrackX.wrap(task)))));
  }

  @Test
  void virtualThreads_submit_vanishes_unlessWatched() throws Exception {
    ExecutorService virtual = virtualThreads();
    assertVanishes(() -> awaitDone(virtual.submit(Places::fail)));
    assertArrives(() -> awaitDone(TrackX.watch(virtual).submit(Places::fail)));
    virtual.shutdownNow();
  }

  @Test
  void virtualThreads_execute_arrives() throws Exception {
    ExecutorService virtual = virtualThreads();
    assertArrives(() -> execute(virtual));
  }

  private static ExecutorService virtualThreads() throws Exception {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException beforeJdk21) {
      return Assumptions.abort("no virtual threads");
    }
  }

  /** Executes a task that fails, and waits for the end of its thread, which first calls its handler. */
  private static void execute(ExecutorService executor) throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    executor.execute(() -> {
      thread.complete(Thread.currentThread());
      Places.fail();
    });
    executor.shutdown();
    Waiting.forEndOf(thread.get(40, TimeUnit.SECONDS));
  }

  /** Waits until the tasks of an executor have ended. */
  private static void end(ExecutorService executor) throws InterruptedException {
    executor.shutdown();
    assertThat(executor.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
  }
}
