package app.trackx.benchmarks;

import app.trackx.TrackXClient;
import app.trackx.local.TrackXLocal;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A measurement of how long the threads of an idle client live. Sends three events over HTTP and then prints,
 * every second, the threads started since the beginning, until all have ended or for 90 s.
 */
public final class IdleThreads {
  private static final int SECONDS = 90;

  private IdleThreads() {}

  /** Runs the measurement. No arguments. */
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
      System.out.println(left.isEmpty() ? "all threads have ended" : "still running: " + left);
    }
  }

  /** Returns the names of threads started since, except those of the server, which runs in the same JVM. */
  private static Set<String> newThreads(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> !name.startsWith("trackx-local-"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
