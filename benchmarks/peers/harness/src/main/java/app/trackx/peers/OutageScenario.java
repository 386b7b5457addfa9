package app.trackx.peers;

import java.util.List;

/** C: an outage during which 60 000 errors are captured, without a rate limit, and the time after it. */
final class OutageScenario implements Scenario {
  private static final List<String> OPTIONS =
      List.of("-Xmx4g", "-Dpeers.distinct=true", "-Dpeers.unlimited=true");

  @Override
  public String name() {
    return "C";
  }

  @Override
  public int forks() {
    return 1;
  }

  @Override
  public int estimatedSeconds(String peer) {
    return 72;
  }

  @Override
  public void run(Harness harness, List<String> peers, int fork) throws Exception {
    for (String peer : peers) {
      List<String> command = harness.command(peer, OPTIONS, Outage.class, "60000", "500", "90");
      harness.measure(name(), peer, fork, "ok", 400, command);
    }
  }
}
