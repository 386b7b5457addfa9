package app.trackx.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The server's process, the command lines of measured JVMs, and the files of results. */
final class Harness implements AutoCloseable {
  private static final int PORT = 18_080;
  private static final int CONTROL_PORT = 18_081;

  private final Path root;
  private final Process sinkProcess;
  private final SinkClient sink;
  private final ResultFile results;

  private Harness(Path root, Process sinkProcess, SinkClient sink, ResultFile results) {
    this.root = root;
    this.sinkProcess = sinkProcess;
    this.sink = sink;
    this.results = results;
  }

  static Harness start(Path root) throws IOException {
    Path results = root.resolve("results");
    Files.createDirectories(results.resolve("logs"));
    // the only names that measured JVMs can resolve
    String hosts = "127.0.0.1 localhost " + InetAddress.getLocalHost().getHostName() + "\n";
    Files.writeString(results.resolve("logs/hosts"), hosts);
    Path counters = results.resolve("logs/counters");
    Process process = new ProcessBuilder(
            "java",
            "-Xmx2g",
            "-cp",
            harnessJar(root),
            Sink.class.getName(),
            Integer.toString(PORT),
            Integer.toString(CONTROL_PORT),
            counters.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    if (!Sink.READY.equals(reader.readLine())) {
      process.destroyForcibly();
      throw new IOException("The server did not start; is port " + PORT + " in use?");
    }
    SinkClient sink = new SinkClient(CONTROL_PORT, counters);
    return new Harness(root, process, sink, new ResultFile(results, tag()));
  }

  private static String tag() {
    String tag = System.getenv("TAG");
    return tag == null ? "jdk" + Runtime.version().feature() : tag;
  }

  private static String harnessJar(Path root) {
    return root.resolve("harness/target/harness.jar").toString();
  }

  SinkClient sink() {
    return sink;
  }

  /** Prepares the server for the next measured JVM. */
  void prepare(String script) throws IOException {
    sink.up();
    sink.script(script);
    sink.reset();
  }

  /** Returns the command line of a measured JVM. */
  List<String> command(String peer, List<String> options, Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>();
    String java = System.getenv("JAVA_BIN");
    command.add(java == null ? "java" : java);
    command.addAll(options);
    Path logs = root.resolve("results/logs");
    command.add("-Djdk.net.hosts.file=" + logs.resolve("hosts"));
    command.add("-Dpeers.port=" + PORT);
    command.add("-Dpeers.control=" + CONTROL_PORT);
    command.add("-Dpeers.counters=" + logs.resolve("counters"));
    command.add("-Dpeers.class=" + className(peer));
    if (peer.equals("ref-poll")) {
      command.add("-Dpeers.ref.poll=5");
    }
    command.add("-cp");
    command.add(classPath(peer));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private static String className(String peer) {
    String name = peer.replaceFirst("-.*", "");
    return "app.trackx.peers." + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)
        + "Peer";
  }

  private String classPath(String peer) {
    Path target = root.resolve("adapters/" + peer + "/target");
    return Files.isDirectory(target)
        ? harnessJar(root) + ":" + target.resolve("adapter-" + peer + ".jar") + ":"
            + target.resolve("lib") + "/*"
        : harnessJar(root);
  }

  /** Measures one fork of a client with a program that prints its figures. */
  void measure(
      String scenario, String peer, int fork, String script, int seconds, List<String> command)
      throws Exception {
    prepare(script);
    ProgramRun run = ProgramRun.start(command, log(scenario, peer));
    record(scenario, peer, fork, run.await(seconds));
  }

  Path log(String scenario, String peer) {
    return root.resolve("results/logs/" + scenario + "-" + peer + ".log");
  }

  /** Appends the rows of a fork to the results of a scenario, and prints most of them. */
  void record(String scenario, String peer, int fork, Map<String, String> rows) throws IOException {
    results.append(scenario, peer, fork, rows);
    log(scenario + " " + peer + " #" + fork + " "
        + rows.entrySet().stream()
            .filter(row -> !row.getKey().startsWith("threads"))
            .map(row -> row.getKey() + "=" + row.getValue())
            .collect(Collectors.joining(" ")));
  }

  void log(String line) {
    System.out.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
  }

  @Override
  public void close() {
    sinkProcess.destroy();
  }
}
