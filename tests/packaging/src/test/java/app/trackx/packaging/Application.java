package app.trackx.packaging;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A test class packaged as an application: a jar to run with {@code java -jar}. */
final class Application {
  private final Path folder;
  private final Path jar;
  private final List<String> options = new ArrayList<>();
  private String toolOptions = "";

  private Application(Path folder, Path jar) {
    this.folder = folder;
    this.jar = jar;
  }

  /** Creates an application with only the given libraries. */
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

  /** Sets JAVA_TOOL_OPTIONS, as for an application whose command line cannot be changed. */
  Application toolOptions(String value) {
    toolOptions = value;
    return this;
  }

  Command.Ended run(String... arguments) throws Exception {
    List<String> words = new ArrayList<>(options);
    words.addAll(List.of("-jar", jar.toString()));
    words.addAll(List.of(arguments));
    Command command = Command.java(folder, words);
    return (toolOptions.isEmpty() ? command : command.toolOptions(toolOptions)).run();
  }
}
