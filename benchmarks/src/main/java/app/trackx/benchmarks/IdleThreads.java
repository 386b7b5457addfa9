package app.trackx.benchmarks;

import app.trackx.TrackXClient;
import app.trackx.local.TrackXLocal;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * When the threads of an idle client are gone: sends three events over real HTTP and then prints
 * every second which threads there are beyond those at the start, until none is left or for 90 s.
 */
public final class IdleThreads {
  private static final int SECONDS = 90;

  private IdleThreads() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    try (TrackXLocal server = TrackXLocal.start()) {
      Set<Thread> before = Thread.getAllStackTraces().keySet();
      TrackXClient client = TrackXClient.builder(server.endpoint()).build();
      for (int i = 0; i < 3; i++) {
        client.sendEvent(new IllegalStateException("event " + i));
      }
      client.flush(Duration.ofSeconds(10));
      System.out.println(client.diagnostics());
      Set<String> left = newThreads(before);
      for (int second = 0; second <= SECONDS && !left.isEmpty(); second++) {
        System.out.printf("%3d s  %s%n", second, left);
        TimeUnit.SECONDS.sleep(1);
        left = newThreads(before);
      }
      System.out.println(left.isEmpty() ? "all gone" : "still there: " + left);
    }
  }

  /** The threads that came since, without those of the server, which is in this JVM too. */
  private static Set<String> newThreads(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> !name.startsWith("trackx-local-"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
