package app.trackx;

import app.trackx.testing.ChildJvm;
import java.time.Duration;
import java.util.Map;

/**
 * Uses the whole API without an endpoint, or sets up and does nothing more. Prints
 * {@link ChildJvm#MARK} when done, and the running threads of the client.
 */
final class OffProgram {
  private OffProgram() {}

  public static void main(String[] args) {
    switch (args[0]) {
      case "before-setup":
        useEverything();
        break;
      case "no-endpoint":
        TrackX.setup();
        TrackX.setup((String) null);
        TrackX.setup("  ", (payload, reason) -> payload, "https://shop.example.com");
        useEverything();
        break;
      default:
        TrackX.setup(args[0]);
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("trackx")) {
        System.out.println("THREAD " + thread.getName());
      }
    }
    System.out.println(ChildJvm.MARK);
  }

  private static void useEverything() {
    TrackX.meta().put("k", "v");
    TrackX.sendEvent(new IllegalStateException("a"));
    TrackX.sendEvent(new IllegalStateException("b"), Map.of("k", 1));
    TrackX.ping();
    TrackX.client().capture(EventType.TEST).message("m").send();
    TrackX.client().diagnostics();
    TrackX.flush(Duration.ofSeconds(1));
    TrackX.close();
  }
}
