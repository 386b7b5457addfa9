package app.trackx.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server as a program in a JVM of its own, and what it has printed. */
final class Program implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private Program(Process process) {
    this.process = process;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static Program ofClasses(String... args) throws Exception {
    return start(List.of("-cp", OwnProcessTest.classPath(), "app.trackx.local.Main"), args);
  }

  static Program ofJar(Path jar, String... args) throws IOException {
    return start(List.of("-jar", jar.toString()), args);
  }

  static Program start(List<String> what, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(what);
    command.addAll(Arrays.asList(args));
    return new Program(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** The next line; null at the end. */
  String line() throws IOException {
    return lines.readLine();
  }

  /** The URL in the next line. */
  URI address() throws IOException {
    String line = line();
    return URI.create(line.substring(line.indexOf("http")));
  }

  /** Ends it as Ctrl-C does, by a signal that runs the shutdown hooks; returns the seconds. */
  long interrupt() throws Exception {
    long start = System.nanoTime();
    process.toHandle().destroy(); // leaves the streams open
    process.waitFor(30, TimeUnit.SECONDS);
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
  }

  int exitCode() throws Exception {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IOException("does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
