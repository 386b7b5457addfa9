package app.trackx.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a test program in its own JVM and waits, within bounds, for it to exit. */
public final class ChildJvm {
  /** A line that a program prints at the moment from which its exit is timed. */
  public static final String MARK = "MARK";

  private static final Duration LIMIT = Duration.ofMinutes(3); // a hang, whatever the load

  private static final Duration LEAST_MARGIN = Duration.ofMillis(500);

  private final List<String> jvmOptions = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private String classPath = System.getProperty("java.class.path");
  private Consumer<ProcessHandle> atMark = child -> {};
  private Path home = Path.of(System.getProperty("java.home"));
  private int openFiles;

  public ChildJvm option(String option) {
    jvmOptions.add(option);
    return this;
  }

  public ChildJvm environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Excludes jars and directories whose path contains {@code part}. */
  public ChildJvm without(String part) {
    classPath = Arrays.stream(classPath.split(System.getProperty("path.separator")))
        .filter(entry -> !entry.contains(part))
        .collect(Collectors.joining(System.getProperty("path.separator")));
    return this;
  }

  /** Sets the program's class path. */
  public ChildJvm classPath(List<Path> entries) {
    classPath = entries.stream()
        .map(Path::toString)
        .collect(Collectors.joining(System.getProperty("path.separator")));
    return this;
  }

  /** Runs the program on another runtime than the tests'. */
  public ChildJvm home(Path runtime) {
    home = runtime;
    return this;
  }

  /** Limits the number of open files, through a POSIX shell. */
  public ChildJvm openFiles(int limit) {
    openFiles = limit;
    return this;
  }

  /** Sends SIGTERM, or the platform's equivalent, when the program has printed its mark. */
  public ChildJvm terminateAtMark() {
    return atMark(ProcessHandle::destroy);
  }

  /** Kills the program when it has printed its mark, without any chance to do more. */
  public ChildJvm killAtMark() {
    return atMark(ProcessHandle::destroyForcibly);
  }

  /** Runs an action when the program has printed its mark, on the thread that reads its output. */
  public ChildJvm atMark(Consumer<ProcessHandle> action) {
    atMark = action;
    return this;
  }

  public Result run(Class<?> program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    if (openFiles > 0) {
      command.addAll(List.of("sh", "-c", "ulimit -n " + openFiles + "; exec \"$@\"", "sh"));
    }
    command.add(home.resolve("bin").resolve("java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath, program.getName()));
    command.addAll(List.of(arguments));
    Result result = new Result();
    result.startedAt = System.nanoTime();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process = builder.start();
    Thread out = reader(process.inputReader(StandardCharsets.UTF_8), line -> {
      result.out.add(line);
      if (line.equals(MARK)) {
        result.markedAt = System.nanoTime();
        atMark.accept(process.toHandle()); // not through the process, which would close its output
      }
    });
    Thread err = reader(process.errorReader(StandardCharsets.UTF_8), result.err::add);
    boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
    long endedAt = System.nanoTime();
    if (!ended) {
      process.destroyForcibly();
      throw new AssertionError("still running after " + LIMIT + ": " + result.out + result.err);
    }
    out.join(10_000);
    err.join(10_000);
    result.exitCode = process.exitValue();
    result.exitTime = Duration.ofNanos(result.markedAt == 0 ? 0 : endedAt - result.markedAt);
    return result;
  }

  private static Thread reader(BufferedReader lines, Consumer<String> sink) {
    Thread thread = new Thread(() -> {
      try {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          sink.accept(line);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** The program's output and exit code. Read only after it has exited. */
  public static final class Result {
    public final List<String> out = new ArrayList<>();
    public final List<String> err = new ArrayList<>();
    public int exitCode;
    public Duration exitTime = Duration.ZERO;
    private long startedAt;
    private volatile long markedAt;

    /** Returns all that it printed: standard output, then standard error. */
    public String printed() {
      return Stream.concat(out.stream(), err.stream()).collect(Collectors.joining("\n"));
    }

    /**
     * The time that an exit may take on this machine beyond what it waits for: half a second, or as
     * long as the program took to reach its mark, if that is longer. A start is more work than an
     * exit. So a loaded machine, which is slow with both, passes; on a fast one, a start takes
     * about half a second, too. To that comes twice the time for which the program was not run, if it
     * started a {@link StallMeter}: stalls hit each of its threads differently.
     */
    public Duration margin() {
      Duration start = Duration.ofNanos(markedAt - startedAt);
      Duration ofExit = start.compareTo(LEAST_MARGIN) > 0 ? start : LEAST_MARGIN;
      long stalled = out.stream()
          .filter(line -> line.startsWith(StallMeter.PREFIX))
          .mapToLong(line -> Long.parseLong(line.substring(StallMeter.PREFIX.length())))
          .sum();
      return ofExit.plusNanos(2 * stalled);
    }
  }
}
