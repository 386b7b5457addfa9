package app.trackx.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A newly started JVM, for measurements that can be made only once per JVM. */
final class FreshJvm {
  private FreshJvm() {}

  /** Runs a program, which must exit within the timeout, and returns the first line that it prints. */
  static String lineOf(Class<?> main, String argument, long seconds)
      throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process child = new ProcessBuilder(
            java, "-cp", System.getProperty("java.class.path"), main.getName(), argument)
        .redirectError(Redirect.INHERIT)
        .start();
    try (BufferedReader reader = child.inputReader(StandardCharsets.UTF_8)) {
      String line = reader.readLine();
      if (line == null || !child.waitFor(seconds, TimeUnit.SECONDS)) {
        throw new IOException("a child JVM printed nothing or did not exit in time");
      }
      return line;
    } finally {
      child.destroyForcibly();
    }
  }
}
