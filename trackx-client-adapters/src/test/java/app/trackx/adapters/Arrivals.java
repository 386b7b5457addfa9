package app.trackx.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.List;

/** What arrives at a local server of code that runs with the set-up of the README. */
public final class Arrivals {
  /** The code of a place; returns when its error has been thrown. */
  public interface Place {
    void fail() throws Exception;
  }

  private Arrivals() {}

  public static List<Event> eventsOf(Place place) throws Exception {
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {}); // prints nothing
    try (TrackXLocal server = TrackXLocal.start()) {
      try {
        TrackX.setup(server.endpoint());
        place.fail();
      } finally {
        TrackX.close();
      }
      return server.events();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  public static void assertVanishes(Place place) throws Exception {
    assertThat(eventsOf(place)).isEmpty();
  }

  public static Event assertArrives(Place place) throws Exception {
    List<Event> events = eventsOf(place);
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  /** Returns an error that a test recognizes. */
  public static IllegalStateException error() {
    return new IllegalStateException("lost");
  }
}
