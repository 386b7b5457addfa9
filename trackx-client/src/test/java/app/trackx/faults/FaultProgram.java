package app.trackx.faults;

import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.testing.ChildJvm;
import app.trackx.testing.Waiting;
import java.security.Security;
import java.util.concurrent.CountDownLatch;

/**
 * An application that fails, in a JVM of its own. Arguments: the endpoint, the way, the number of
 * its first error and of its last one.
 */
final class FaultProgram {
  private FaultProgram() {}

  public static void main(String[] args) throws Exception {
    Security.setProperty("networkaddress.cache.negative.ttl", "0"); // or ten seconds
    TrackXClient client = TrackXClient.builder(args[0])
        .rateLimit(RateLimit.none())
        .callTimeout(Waiting.PATIENCE)
        .shutdownTimeout(Waiting.PATIENCE)
        .build();
    int last = Integer.parseInt(args[3]);
    for (int number = Integer.parseInt(args[2]); number <= last; number++) {
      client.sendEvent(Marked.error(number));
    }
    switch (args[1]) {
      case "flush":
        flush(client);
        break;
      case "mark-after-a-failure-then-flush":
        Waiting.until("a failure", () -> client.diagnostics().retried() >= 1);
        mark();
        flush(client);
        break;
      case "mark-then-wait":
        mark();
        Waiting.forLatch(new CountDownLatch(1));
        break;
      case "mark-when-three-were-sent-then-wait":
        Waiting.until("three", () -> client.diagnostics().sent() >= 3);
        mark();
        Waiting.forLatch(new CountDownLatch(1));
        break;
      default:
        throw new IllegalArgumentException(args[1]);
    }
  }

  private static void flush(TrackXClient client) {
    client.flush(Waiting.PATIENCE);
    System.out.println(Counts.of(client).line());
  }

  private static void mark() {
    System.out.println(ChildJvm.MARK);
    System.out.flush();
  }
}
