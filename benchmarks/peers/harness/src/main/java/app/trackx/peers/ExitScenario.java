package app.trackx.peers;

import java.util.List;

/** D: what a program that ends soon after a capture delivers, and how long the client delays its end. */
final class ExitScenario implements Scenario {
  private static final List<ProgramExit> EXITS = List.of(
      new ProgramExit("ok", "uncaught-main", 60),
      new ProgramExit("ok", "uncaught-worker", 60),
      new ProgramExit("ok", "uncaught-daemon", 60),
      new ProgramExit("ok", "return", 60),
      new ProgramExit("ok", "exit", 60),
      new ProgramExit("ok", "sigterm", 60),
      new ProgramExit("ok", "close", 60),
      new ProgramExit("unreachable", "uncaught-main", 60),
      new ProgramExit("unreachable", "return", 60),
      new ProgramExit("unreachable", "exit", 60),
      new ProgramExit("unreachable", "sigterm", 60),
      new ProgramExit("delay:2000", "uncaught-main", 60),
      new ProgramExit("delay:2000", "return", 60),
      new ProgramExit("delay:2000", "exit", 60),
      new ProgramExit("hang", "uncaught-main", 60),
      new ProgramExit("hang", "exit", 60));

  @Override
  public String name() {
    return "D";
  }

  @Override
  public int forks() {
    return 1;
  }

  @Override
  public int estimatedSeconds(String peer) {
    return switch (peer) {
      case "trackx" -> 20;
      case "sentry" -> 75;
      case "bugsnag" -> 180;
      default -> 12;
    };
  }

  @Override
  public void run(Harness harness, List<String> peers, int fork) throws Exception {
    for (ProgramExit exit : EXITS) {
      for (String peer : peers) {
        exit.measure(harness, name(), peer, fork, List.of());
      }
    }
  }
}
