package app.trackx.peers;

import java.util.List;

/** A scenario with the clients and the number of forks of this run. */
record RunPlan(Scenario scenario, List<String> peers, int forks) {
  static RunPlan of(Scenario scenario) {
    String peers = System.getenv("PEERS");
    String forks = System.getenv("FORKS");
    return new RunPlan(
        scenario,
        peers == null ? scenario.peers() : List.of(peers.trim().split("[ ,]+")),
        forks == null ? scenario.forks() : Integer.parseInt(forks));
  }

  long estimatedSeconds() {
    return (long) forks * peers.stream().mapToInt(scenario::estimatedSeconds).sum();
  }

  /** Interleaves the forks of all clients, so that disturbances affect all of them alike. */
  void run(Harness harness) throws Exception {
    for (int fork = 0; fork < forks; fork++) {
      scenario.run(harness, peers, fork);
    }
  }
}
