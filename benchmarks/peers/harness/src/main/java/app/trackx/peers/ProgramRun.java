package app.trackx.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A measured JVM while it runs, and the rows that it prints. Its other output goes to a log. */
final class ProgramRun {
  private static final int MOST_LOG_LINES = 200;

  private final Process process;
  private final long start = System.nanoTime();
  private final Map<String, String> rows = Collections.synchronizedMap(new LinkedHashMap<>());
  private final Thread reader;

  private ProgramRun(Process process, Path log) {
    this.process = process;
    reader = new Thread(() -> read(log), "reader");
    reader.start();
  }

  static ProgramRun start(List<String> command, Path log) throws IOException {
    return new ProgramRun(new ProcessBuilder(command).redirectErrorStream(true).start(), log);
  }

  private void read(Path log) {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        BufferedWriter other = Files.newBufferedWriter(
            log,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      int logged = 0;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        int equals = line.indexOf('=');
        if (line.startsWith(Row.PREFIX) && equals > 0) {
          printed(line.substring(Row.PREFIX.length(), equals), line.substring(equals + 1));
        } else if (logged++ < MOST_LOG_LINES) {
          other.write(line + "\n");
        }
      }
    } catch (IOException e) {
      rows.put("readFailed", e.toString());
    }
  }

  private void printed(String key, String value) {
    rows.put(key, value);
    synchronized (this) {
      notifyAll();
    }
  }

  /** Blocks until a row was printed, the process has ended, or the timeout. */
  void awaitRow(String key, int seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    synchronized (this) {
      while (!rows.containsKey(key) && process.isAlive() && System.nanoTime() < end) {
        wait(100);
      }
    }
  }

  /** Sends SIGTERM. {@code Process.destroy} would also close the output. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Blocks until the process has ended, and kills it at the timeout. Returns its rows. */
  Map<String, String> await(int seconds) throws InterruptedException {
    boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
    double millis = (System.nanoTime() - start) / 1e6;
    long now = System.currentTimeMillis();
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    reader.join(5_000);
    Map<String, String> all;
    synchronized (rows) {
      all = new LinkedHashMap<>(rows);
    }
    all.put("processMs", Long.toString(Math.round(millis)));
    String end = all.remove("endMs");
    if (end != null) {
      all.put("exitMs", Long.toString(now - Long.parseLong(end)));
    }
    all.put(
        "exit", ended ? Integer.toString(process.exitValue()) : "killed after " + seconds + " s");
    return all;
  }
}
