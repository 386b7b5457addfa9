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

/** A server program in a JVM of its own, and its output. */
final class Program implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private Program(Process process) {
    this.process = process;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static Program ofClasses(String... args) throws Exception {
    return start(List.of("-cp", SeparateJvmTest.classPath(), "app.trackx.local.Main"), args);
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

  /** Returns the next line; null at the end. */
  String line() throws IOException {
    return lines.readLine();
  }

  /** Returns the URL in the next line. */
  URI address() throws IOException {
    String line = line();
    return URI.create(line.substring(line.indexOf("http")));
  }

  /** Terminates the JVM with a signal that runs the shutdown hooks, like Ctrl-C. Returns the duration in seconds. */
  long interrupt() throws Exception {
    long start = System.nanoTime();
    process.toHandle().destroy(); // unlike Process.destroy, leaves the streams open
    process.waitFor(30, TimeUnit.SECONDS);
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
  }

  int exitCode() throws Exception {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IOException("the program did not exit within 30 s");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
