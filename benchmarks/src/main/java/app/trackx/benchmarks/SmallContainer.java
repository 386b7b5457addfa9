package app.trackx.benchmarks;

import app.trackx.TrackX;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.slf4j.Logger;

/**
 * A benchmark of a program that sets up the client and exits with an uncaught exception, compared to a program
 * that sends the exception over a bare socket, in control groups limited to a fraction of a core. Reports how
 * many exceptions arrive, and the CPU time of the whole process, over http and over TLS 1.3. Requires Linux and
 * root.
 */
public final class SmallContainer {
  private static final int DEFAULT_RUNS = 10;
  private static final int[] QUOTAS = {250, 100, 1000}; // thousandths of a core
  private static final long CHILD_SECONDS = 120;

  private SmallContainer() {}

  /** Runs the benchmark. Argument: the number of JVMs per line, 10 by default. */
  public static void main(String[] args) throws Exception {
    int runs = args.length == 0 ? DEFAULT_RUNS : Integer.parseInt(args[0]);
    Path files = Files.createTempDirectory("small-container");
    String classPath = classPath(files);
    System.out.println(runs + " fresh JVMs per line, alternating, Java " + Runtime.version());
    try (PostServer http = PostServer.http();
        PostServer https = PostServer.tls(files)) {
      for (int quota : QUOTAS) {
        List<Line> lines = List.of(
            new Line("http, bare socket", CrashingProgram.Bare.class, http),
            new Line("http, TrackX client", CrashingProgram.Reported.class, http),
            new Line("https, bare socket", CrashingProgram.Bare.class, https),
            new Line("https, TrackX client", CrashingProgram.Reported.class, https));
        for (int i = 0; i < runs; i++) {
          for (Line line : lines) {
            line.run(quota, classPath, files);
          }
        }
        for (Line line : lines) {
          line.print(quota);
        }
      }
    }
  }

  /** Returns a class path like that of an application: the programs, the client and SLF4J, but no other libraries. */
  private static String classPath(Path files) throws IOException, URISyntaxException {
    Path own = location(SmallContainer.class);
    Path programs = files.resolve("programs.jar");
    if (Files.isDirectory(own)) {
      programs = own;
    } else {
      copyPrograms(own, programs);
    }
    return programs
        + File.pathSeparator
        + location(TrackX.class)
        + File.pathSeparator
        + location(Logger.class);
  }

  /** Returns the jar or directory that contains a class. */
  private static Path location(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void copyPrograms(Path from, Path to) throws IOException {
    String prefix = CrashingProgram.class.getName().replace('.', '/');
    try (JarFile all = new JarFile(from.toFile());
        ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(to))) {
      for (JarEntry entry : Collections.list(all.entries())) {
        if (entry.getName().startsWith(prefix)) {
          try (InputStream in = all.getInputStream(entry)) {
            add(jar, entry.getName(), in.readAllBytes());
          }
        }
      }
    }
  }

  /** Adds an entry, uncompressed, as in the client's jar. */
  private static void add(ZipOutputStream jar, String name, byte[] bytes) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    jar.putNextEntry(entry);
    jar.write(bytes);
    jar.closeEntry();
  }

  /** The measurements of one program with one server. */
  private static final class Line {
    private final String name;
    private final Class<?> program;
    private final PostServer server;
    private final List<Double> cpuSeconds = new ArrayList<>();
    private int arrived;

    Line(String name, Class<?> program, PostServer server) {
      this.name = name;
      this.program = program;
      this.server = server;
    }

    void run(int quota, String classPath, Path files) throws IOException, InterruptedException {
      int before = server.requests();
      ControlGroup group = ControlGroup.create(quota);
      List<String> command = new ArrayList<>(Arrays.asList(
          "sh",
          "-c",
          group.join() + " && exec \"$@\"",
          "sh",
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-Djavax.net.ssl.trustStore=" + files.resolve(PostServer.STORE),
          "-Djavax.net.ssl.trustStorePassword=" + PostServer.PASSWORD,
          "-cp",
          classPath,
          program.getName(),
          server.endpoint()));
      Process child = new ProcessBuilder(command)
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start();
      try {
        child.waitFor(CHILD_SECONDS, TimeUnit.SECONDS);
      } finally {
        child.destroyForcibly().waitFor();
      }
      cpuSeconds.add(group.cpuSeconds());
      arrived += server.requests() > before ? 1 : 0;
      group.delete();
    }

    void print(int quota) {
      double[] sorted =
          cpuSeconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      System.out.printf(
          Locale.ROOT,
          "%.2f of a core, %-21s arrived %2d of %2d, process CPU time %.2f s (%.2f–%.2f)%n",
          quota / 1000.0,
          name,
          arrived,
          sorted.length,
          sorted[sorted.length / 2],
          sorted[0],
          sorted[sorted.length - 1]);
    }
  }
}
