package app.trackx.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program as somebody starts it in a folder, whose own settings for Java and TrackX are not seen. */
final class Command {
  private final Path folder;
  private final ProcessBuilder builder;

  private Command(Path folder, List<String> words) {
    this.folder = folder;
    builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("TRACKX_"));
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
  }

  /** Creates a command that runs the {@code java} of the current JDK. */
  static Command java(Path folder, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(arguments);
    return new Command(folder, words);
  }

  /** Creates a command from a line without quotes that begins with {@code java}. */
  static Command typed(Path folder, String line) {
    List<String> words = Arrays.asList(line.split(" "));
    if (!words.get(0).equals("java")) {
      throw new IllegalArgumentException(line);
    }
    return java(folder, words.subList(1, words.size()));
  }

  /** Creates a command that runs a program given by its path. */
  static Command of(Path folder, List<String> words) {
    return new Command(folder, words);
  }

  Command toolOptions(String value) {
    builder.environment().put("JAVA_TOOL_OPTIONS", value);
    return this;
  }

  /** Runs the command, for up to 60 seconds. */
  Ended run() throws IOException, InterruptedException {
    return run(60);
  }

  /** Runs the command, for up to the given number of seconds. */
  Ended run(int seconds) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    Process process =
        builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + Files.readString(err));
    }
    return new Ended(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
  }

  /** Starts a command that runs until it is terminated. Its standard error is inherited. */
  Process start() throws IOException {
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Starts the command; its standard output has its errors, too. */
  Process startWithErrors() throws IOException {
    return builder.redirectErrorStream(true).start();
  }

  /** The exit code and output of a command. */
  record Ended(int exitCode, List<String> out, List<String> err) {}
}
