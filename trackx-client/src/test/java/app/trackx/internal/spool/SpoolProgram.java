package app.trackx.internal.spool;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A spool in a separate JVM. It prints READY, waits for a line, and continues.
 *
 * <p>{@code write <directory> <events>} adds events and never ends by itself; {@code adopt
 * <directory>} adopts after that line, and prints the bodies; {@code probe <lock file>} prints
 * whether the file is LOCKED or FREE.
 */
final class SpoolProgram {
  private SpoolProgram() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("probe")) {
      try (FileChannel channel = FileChannel.open(Path.of(args[1]), StandardOpenOption.WRITE)) {
        System.out.println(channel.tryLock() == null ? "LOCKED" : "FREE");
      }
      return;
    }
    Losses losses = (event, why) -> System.out.println("LOST " + why);
    Spool spool = new Spool(Path.of(args[1]), SpoolDirectory.OWNER, losses);
    if (args[0].equals("write")) {
      for (int i = 0; i < Integer.parseInt(args[2]); i++) {
        spool.add(SpoolDirectory.bytes("event " + i), 2, SpoolDirectory.TIME + i);
      }
    }
    System.out.println("READY");
    System.in.read();
    if (args[0].equals("adopt")) {
      spool.adopt();
      SpoolDirectory.drain(spool).forEach(System.out::println);
      spool.close();
    }
  }

  static Running start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SpoolProgram.class.getName());
    command.addAll(List.of(arguments));
    return new Running(new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start());
  }

  /** A JVM that runs this program. */
  static final class Running implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    Running(Process process) {
      this.process = process;
      this.out = new BufferedReader(
          new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    Running awaitReady() throws Exception {
      String line = CompletableFuture.supplyAsync(this::line).get(30, TimeUnit.SECONDS);
      if (!"READY".equals(line)) {
        throw new AssertionError(line);
      }
      return this;
    }

    void go() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    }

    /** Kills it like {@code kill -9}. */
    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }

    /** Returns what it prints until its end. */
    List<String> result() throws Exception {
      try {
        return CompletableFuture.supplyAsync(this::lines).get(30, TimeUnit.SECONDS);
      } finally {
        close();
      }
    }

    private String line() {
      try {
        return out.readLine();
      } catch (IOException e) {
        return e.toString();
      }
    }

    private List<String> lines() {
      List<String> lines = new ArrayList<>();
      for (String line = line(); line != null; line = line()) {
        lines.add(line);
      }
      return lines;
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
