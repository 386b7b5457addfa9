package app.trackx.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A JVM that has loaded nothing yet, for what can be measured once only. */
final class FreshJvm {
  private FreshJvm() {}

  /** The first line that {@code main} prints, which has to end within so many seconds. */
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
        throw new IOException("a child JVM did not answer");
      }
      return line;
    } finally {
      child.destroyForcibly();
    }
  }
}
