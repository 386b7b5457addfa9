package app.trackx.peers;

import java.util.List;

/** H: a server that answers 429 with Retry-After: 2 for two seconds, and one that answers 503 for three. */
final class RefusalScenario implements Scenario {
  @Override
  public String name() {
    return "H";
  }

  @Override
  public int forks() {
    return 1;
  }

  @Override
  public int estimatedSeconds(String peer) {
    return 48;
  }

  @Override
  public void run(Harness harness, List<String> peers, int fork) throws Exception {
    for (String peer : peers) {
      List<String> command = harness.command(peer, List.of(), Refusals.class, "120", "50");
      harness.measure("H-429", peer, fork, "status:429,2000,2", 200, command);
    }
    for (String peer : peers) {
      List<String> command = harness.command(peer, List.of(), Refusals.class, "160", "50");
      harness.measure("H-503", peer, fork, "status:503,3000,0", 200, command);
    }
  }
}
