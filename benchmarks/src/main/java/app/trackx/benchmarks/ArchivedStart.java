package app.trackx.benchmarks;

import app.trackx.TrackX;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.slf4j.Logger;

/**
 * A measurement of a plain program from its start until a server has its first event: without an archive, with
 * an AppCDS archive, and with an AOT cache. Requires JDK 25. Each variant runs in several fresh JVMs, in turn;
 * reported are median (minimum–maximum) of processor time and time by the clock.
 */
public final class ArchivedStart {
  private static final int DEFAULT_RUNS = 11;
  private static final int FIRST_JDK = 25;
  private static final long CHILD_SECONDS = 120;

  private static final String[] NAMES = {"without", "AppCDS", "AOT cache"};

  private ArchivedStart() {}

  /** Runs the measurement. Argument: the number of JVMs per variant, 11 by default. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (Runtime.version().feature() < FIRST_JDK) {
      throw new IllegalStateException("requires JDK " + FIRST_JDK);
    }
    int runs = args.length == 0 ? DEFAULT_RUNS : Integer.parseInt(args[0]);
    Path folder = Files.createTempDirectory("trackx");
    String classPath = jarOf(Child.class, folder)
        + File.pathSeparator
        + home(TrackX.class)
        + File.pathSeparator
        + home(Logger.class);
    String[] training = {
      "-XX:ArchiveClassesAtExit=" + folder.resolve("appcds.jsa"),
      "-XX:AOTCacheOutput=" + folder.resolve("program.aot")
    };
    String[] variants = {
      "-Xshare:auto", // the default: the JDK's own archive
      "-XX:SharedArchiveFile=" + folder.resolve("appcds.jsa"),
      "-XX:AOTCache=" + folder.resolve("program.aot")
    };
    try (CountingServer server = CountingServer.start(0)) {
      String endpoint = CountingServer.endpoint(server.port());
      for (String option : training) {
        run(classPath, option, endpoint);
      }
      System.out.println(runs + " fresh JVMs per variant, in turn, Java " + Runtime.version());
      compare(classPath, variants, endpoint, runs);
      int events = runs * variants.length + training.length;
      if (server.requests() != events) {
        throw new IllegalStateException(server.requests() + " of " + events + " events arrived");
      }
    }
  }

  private static void compare(String classPath, String[] variants, String endpoint, int runs)
      throws IOException, InterruptedException {
    long[][] processor = new long[variants.length][runs];
    long[][] clock = new long[variants.length][runs];
    for (int i = 0; i < runs; i++) {
      for (int variant = 0; variant < variants.length; variant++) {
        long[] millis = run(classPath, variants[variant], endpoint);
        processor[variant][i] = millis[0];
        clock[variant][i] = millis[1];
      }
    }
    for (int variant = 0; variant < variants.length; variant++) {
      print(NAMES[variant], processor[variant], clock[variant]);
    }
  }

  private static void print(String name, long[] processor, long[] clock) {
    Arrays.sort(processor);
    Arrays.sort(clock);
    int middle = clock.length / 2;
    int last = clock.length - 1;
    System.out.printf(
        Locale.ROOT,
        "%-10s processor %4d ms (%d–%d), clock %4d ms (%d–%d)%n",
        name,
        processor[middle],
        processor[0],
        processor[last],
        clock[middle],
        clock[0],
        clock[last]);
  }

  /** Runs the program and returns its processor time and the time by the clock until its first event. */
  private static long[] run(String classPath, String option, String endpoint)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(option, "-cp", classPath, Child.class.getName(), endpoint));
    long start = System.nanoTime();
    Process child = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    try (BufferedReader reader = child.inputReader(StandardCharsets.UTF_8)) {
      String processor = reader.readLine();
      long clock = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      while (reader.readLine() != null) {
        // the JVM's messages about the archive
      }
      if (processor == null || !child.waitFor(CHILD_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("a child JVM printed nothing or did not exit in time");
      }
      return new long[] {Long.parseLong(processor), clock};
    } finally {
      child.destroyForcibly();
    }
  }

  /** Makes a jar of one class, since archives accept no folders. */
  private static Path jarOf(Class<?> type, Path folder) throws IOException {
    Path jar = folder.resolve("program.jar");
    String name = type.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        InputStream in = type.getClassLoader().getResourceAsStream(name)) {
      out.putNextEntry(new JarEntry(name));
      in.transferTo(out);
      out.closeEntry();
    }
    return jar;
  }

  private static Path home(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  /** The program. It prints its processor time in milliseconds when its first event has arrived. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      TrackX.setup(args[0]);
      TrackX.sendEvent(new IllegalStateException("order 17 failed"));
      TrackX.flush(Duration.ofSeconds(60));
      System.out.println(
          ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis());
    }
  }
}
