package app.trackx.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One way in which a program ends, with a server in one condition. */
record ProgramExit(String server, String way, int seconds) {
  private static final int ERRORS = 100;

  /** Measures one client; {@code prefix} begins the command line, for a process with fewer resources. */
  void measure(Harness harness, String scenario, String peer, int fork, List<String> prefix)
      throws Exception {
    int count = way.startsWith("uncaught") ? 1 : ERRORS;
    boolean unreachable = server.equals("unreachable");
    harness.prepare(unreachable ? "ok" : server);
    if (unreachable) {
      harness.sink().down();
    }
    List<String> options = List.of("-Dpeers.distinct=true");
    List<String> command = new ArrayList<>(prefix);
    command.addAll(harness.command(peer, options, ExitProgram.class, way, Integer.toString(count)));
    String name = scenario + "-" + server.replaceFirst(":.*", "") + "-" + way;
    ProgramRun run = ProgramRun.start(command, harness.log(name, peer));
    if (way.equals("sigterm")) {
      run.awaitRow("endMs", seconds);
      run.terminate();
    }
    Map<String, String> rows = run.await(seconds);
    Map<String, String> stats = harness.sink().stats(1, count + 1);
    rows.put("captured", Integer.toString(count));
    rows.put("delivered", stats.get("distinct"));
    rows.put("duplicates", stats.get("duplicates"));
    rows.put("requests", stats.get("requests"));
    harness.record(name, peer, fork, rows);
  }
}
