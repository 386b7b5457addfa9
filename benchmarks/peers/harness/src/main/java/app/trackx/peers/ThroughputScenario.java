package app.trackx.peers;

import java.util.List;

/** B: how many distinct events a client delivers in a second, without a rate limit, and the CPU time of each. */
final class ThroughputScenario implements Scenario {
  private static final List<String> OPTIONS =
      List.of("-Xms1g", "-Xmx1g", "-Dpeers.distinct=true", "-Dpeers.unlimited=true");

  @Override
  public String name() {
    return "B";
  }

  @Override
  public int forks() {
    return 2;
  }

  @Override
  public int estimatedSeconds(String peer) {
    return switch (peer) {
      case "trackx" -> 20;
      case "rollbar" -> 50;
      default -> 35;
    };
  }

  @Override
  public void run(Harness harness, List<String> peers, int fork) throws Exception {
    for (String peer : peers) {
      List<String> command =
          harness.command(peer, OPTIONS, Throughput.class, "6000", "20000", "60");
      harness.measure(name(), peer, fork, "ok", 200, command);
    }
  }
}
