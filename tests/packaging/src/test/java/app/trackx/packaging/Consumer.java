package app.trackx.packaging;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * An application that is a project of its own, with the class path that Maven gives it: the folder
 * {@code consumers} has its pom, {@code src/consumers} its program.
 */
final class Consumer {
  /** Seconds; a tracing agent takes 60 to start where other work has the processors. */
  private static final int AGENTS_ARE_SLOW = 180;

  private final Path folder;
  private final List<Path> libraries;

  private Consumer(Path folder, List<Path> libraries) {
    this.folder = folder;
    this.libraries = libraries;
  }

  /** The project of that name; what it makes is put into the folder. */
  static Consumer of(String project, Path folder) throws IOException {
    Path file = Path.of("consumers", project, "target", "class-path");
    if (!Files.exists(file)) {
      throw new AssertionError("not there, so run mvn verify for all modules: " + file);
    }
    return new Consumer(
        folder,
        Stream.of(Files.readString(file).trim().split(File.pathSeparator))
            .map(Path::of)
            .toList());
  }

  List<Path> libraries() {
    return libraries;
  }

  /** The names of the libraries' files, without their versions. */
  List<String> artifacts() {
    return libraries.stream()
        .map(path -> path.getFileName().toString().replaceFirst("-[0-9].*", ""))
        .toList();
  }

  /** Compiles the program against these libraries and runs it with them. */
  Command.Ended run(String program, List<String> options, String... arguments) throws Exception {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    compile(
        List.of(Path.of("src/consumers/java/app/shop", program + ".java")),
        List.of("-cp", join(libraries), "-proc:none", "-d", classes.toString()));
    List<Path> classPath = new ArrayList<>(libraries);
    classPath.add(0, classes);
    List<String> words = new ArrayList<>(options);
    words.addAll(List.of("-cp", join(classPath), "app.shop." + program));
    words.addAll(List.of(arguments));
    return Command.java(folder, words).run(AGENTS_ARE_SLOW);
  }

  static void compile(List<Path> sources, List<String> options) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      boolean compiled = javac
          .getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
          .call();
      if (!compiled) {
        throw new AssertionError(said);
      }
    }
  }

  static String join(List<Path> paths) {
    return String.join(File.pathSeparator, paths.stream().map(Path::toString).toList());
  }
}
