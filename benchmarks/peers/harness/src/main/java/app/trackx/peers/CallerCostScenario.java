package app.trackx.peers;

import java.util.List;

/** A: what one paced capture costs the calling thread. */
final class CallerCostScenario implements Scenario {
  private static final List<String> OPTIONS = List.of("-Xms1g", "-Xmx1g");

  @Override
  public String name() {
    return "A";
  }

  @Override
  public int forks() {
    return 3;
  }

  @Override
  public List<String> peers() {
    return List.of("noop", "ref", "trackx", "sentry", "bugsnag", "rollbar");
  }

  @Override
  public int estimatedSeconds(String peer) {
    return peer.equals("rollbar") ? 26 : 20;
  }

  @Override
  public void run(Harness harness, List<String> peers, int fork) throws Exception {
    for (String peer : peers) {
      List<String> command =
          harness.command(peer, OPTIONS, CallerCost.class, "4000", "3000", "3000");
      harness.measure(name(), peer, fork, "ok", 120, command);
    }
  }
}
