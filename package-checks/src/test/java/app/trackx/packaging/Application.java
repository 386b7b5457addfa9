package app.trackx.packaging;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A class of the tests as an application of its own: a jar to start with {@code java -jar}. */
final class Application {
  private final Path folder;
  private final Path jar;
  private final List<String> options = new ArrayList<>();
  private String toolOptions = "";

  private Application(Path folder, Path jar) {
    this.folder = folder;
    this.jar = jar;
  }

  /** With no other library than those given. */
  static Application of(Class<?> main, Path folder, Path... libraries) throws Exception {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, main.getName());
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Stream.of(libraries).map(path -> path.toUri().toString()).collect(Collectors.joining(" ")));
    Path jar = folder.resolve("app.jar");
    String entry = main.getName().replace('.', '/');
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream classes = new JarOutputStream(out, manifest)) {
      Path root =
          Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.list(root.resolve(entry).getParent())) {
        for (Path file : files.toList()) {
          classes.putNextEntry(new JarEntry(root.relativize(file).toString().replace('\\', '/')));
          try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(classes);
          }
        }
      }
    }
    return new Application(folder, jar);
  }

  Application option(String option) {
    options.add(option);
    return this;
  }

  /** By the environment, as for an application whose command line cannot be changed. */
  Application toolOptions(String value) {
    toolOptions = value;
    return this;
  }

  Ended run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("TRACKX_"));
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    if (!toolOptions.isEmpty()) {
      builder.environment().put("JAVA_TOOL_OPTIONS", toolOptions);
    }
    Process process = builder.start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + Files.readString(err));
    }
    return new Ended(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
  }

  /** How it ended, and what it printed. */
  record Ended(int exitCode, List<String> out, List<String> err) {}
}
