package app.trackx.vanishing;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import app.trackx.testing.Waiting;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.List;
import java.util.concurrent.Future;

/** A place where an error may vanish, run with the set-up of the README against a local server. */
final class Places {
  /** The code of a place; returns when its error has been thrown. */
  interface Place {
    void fail() throws Exception;
  }

  private Places() {}

  /** Returns what arrives of a place if the application calls {@code TrackX.setup} and nothing else. */
  static List<Event> eventsOf(Place place) throws Exception {
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {}); // prints nothing
    try (TrackXLocal server = TrackXLocal.start()) {
      try {
        TrackX.setup(server.endpoint());
        place.fail();
      } finally {
        TrackX.close(); // sends everything, and reports what nobody has read
      }
      return server.events();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  static void assertVanishes(Place place) throws Exception {
    assertThat(eventsOf(place)).isEmpty();
  }

  static Event assertArrives(Place place) throws Exception {
    List<Event> events = eventsOf(place);
    assertThat(events).hasSize(1);
    assertThat(events.get(0).message()).isEqualTo("lost");
    return events.get(0);
  }

  static IllegalStateException error() {
    return new IllegalStateException("lost");
  }

  /** Throws the error; to be used where a task is expected. */
  static void fail() {
    throw error();
  }

  /** Throws the error; to be used where a task with a result is expected. */
  static String call() {
    throw error();
  }

  /** Waits for the end of a task without reading its future. */
  static void awaitDone(Future<?> future) {
    Waiting.until(future::isDone);
  }

  static void run(Thread thread) throws InterruptedException {
    thread.start();
    Waiting.forEnd(List.of(thread));
  }
}
