package app.trackx.peers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** E: set-up, first capture and flush in a fresh JVM, compared with an empty program. */
final class ColdStartScenario implements Scenario {
  @Override
  public String name() {
    return "E";
  }

  @Override
  public int forks() {
    return 7;
  }

  @Override
  public List<String> peers() {
    return List.of("noop", "ref", "trackx", "sentry", "bugsnag", "rollbar");
  }

  @Override
  public int estimatedSeconds(String peer) {
    return 2;
  }

  @Override
  public void run(Harness harness, List<String> peers, int fork) throws Exception {
    List<String> empty = harness.command("noop", List.of(), EmptyMain.class);
    harness.measure("E", "empty", fork, "ok", 60, empty);
    for (String peer : peers) {
      List<String> command = harness.command(peer, List.of(), ColdStart.class);
      harness.prepare("ok");
      ProgramRun run = ProgramRun.start(command, harness.log("E", peer));
      Map<String, String> rows = run.await(60);
      rows.put("delivered", harness.sink().stats(1, 2).get("distinct"));
      harness.record("E", peer, fork, rows);
      harness.measure("E-halt", peer, fork, "ok", 60, with(command, "halt"));
    }
    if (fork == 0) {
      countClasses(harness, peers);
    }
  }

  /** Counts the loaded classes of a client, all and those outside the JDK's archive. */
  private static void countClasses(Harness harness, List<String> peers) throws Exception {
    for (String peer : peers) {
      Path log = harness.log("E-classes", peer);
      List<String> options = List.of("-Xlog:class+load:file=" + log);
      List<String> command = harness.command(peer, options, ColdStart.class, "halt");
      harness.prepare("ok");
      ProgramRun.start(command, harness.log("E", peer)).await(60);
      List<String> classes = Files.readAllLines(log).stream()
          .filter(line -> line.contains("source:"))
          .toList();
      long archived =
          classes.stream().filter(line -> line.contains("shared objects file")).count();
      Map<String, String> rows = new LinkedHashMap<>();
      rows.put("classes", Integer.toString(classes.size()));
      rows.put("classesNotArchived", Long.toString(classes.size() - archived));
      harness.record("E-classes", peer, 0, rows);
    }
  }

  private static List<String> with(List<String> command, String argument) {
    List<String> longer = new ArrayList<>(command);
    longer.add(argument);
    return longer;
  }
}
