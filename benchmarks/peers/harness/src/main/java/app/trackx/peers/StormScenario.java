package app.trackx.peers;

import java.util.List;

/** STORM: 100 000 equal errors in a tight loop. */
final class StormScenario implements Scenario {
  private static final List<String> OPTIONS = List.of("-Xmx4g");

  @Override
  public String name() {
    return "STORM";
  }

  @Override
  public int forks() {
    return 1;
  }

  @Override
  public int estimatedSeconds(String peer) {
    return switch (peer) {
      case "trackx" -> 25;
      case "bugsnag" -> 85;
      case "rollbar" -> 155;
      default -> 45;
    };
  }

  @Override
  public void run(Harness harness, List<String> peers, int fork) throws Exception {
    for (String peer : peers) {
      List<String> command = harness.command(peer, OPTIONS, Storm.class, "100000", "40");
      harness.measure(name(), peer, fork, "ok", 300, command);
    }
  }
}
