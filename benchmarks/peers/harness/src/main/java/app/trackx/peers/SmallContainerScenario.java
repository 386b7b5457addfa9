package app.trackx.peers;

import java.util.List;

/** Q: the ends of programs, with a reachable server, in a container with a quarter and with a tenth of a core. */
final class SmallContainerScenario implements Scenario {
  private static final int[] QUOTAS = {250, 100}; // thousandths of a core
  private static final List<String> WAYS =
      List.of("uncaught-main", "return", "exit", "sigterm", "close");

  @Override
  public String name() {
    return "Q";
  }

  @Override
  public int forks() {
    return 1;
  }

  @Override
  public int estimatedSeconds(String peer) {
    return switch (peer) {
      case "trackx" -> 40;
      case "sentry" -> 50;
      case "bugsnag" -> 80;
      default -> 25;
    };
  }

  @Override
  public void run(Harness harness, List<String> peers, int fork) throws Exception {
    for (int quota : QUOTAS) {
      for (String way : WAYS) {
        for (String peer : peers) {
          try (ControlGroup group = ControlGroup.create(quota)) {
            ProgramExit exit = new ProgramExit("ok", way, 75);
            exit.measure(harness, name() + quota, peer, fork, group.prefix());
          }
        }
      }
    }
  }
}
