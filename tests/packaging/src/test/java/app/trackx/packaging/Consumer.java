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
 * An application in a project of its own, with the class path resolved by Maven. Its pom is in {@code
 * consumers}, its program in {@code src/consumers}.
 */
final class Consumer {
  /** On a busy machine, a tracing agent takes 60 seconds to start. */
  private static final int TIMEOUT_SECONDS = 180;

  private final Path folder;
  private final List<Path> libraries;

  private Consumer(Path folder, List<Path> libraries) {
    this.folder = folder;
    this.libraries = libraries;
  }

  /** Returns the project with the given name, which writes its output to the given directory. */
  static Consumer of(String project, Path folder) throws IOException {
    Path file = Path.of("consumers", project, "target", "class-path");
    if (!Files.exists(file)) {
      throw new AssertionError("missing; run mvn verify for all modules: " + file);
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

  /** Returns the file names of the libraries, without versions. */
  List<String> artifacts() {
    return libraries.stream()
        .map(path -> path.getFileName().toString().replaceFirst("-[0-9].*", ""))
        .toList();
  }

  /** Compiles and runs a program with the project's libraries. */
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
    return Command.java(folder, words).run(TIMEOUT_SECONDS);
  }

  static void compile(List<Path> sources, List<String> options) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      boolean compiled = javac
          .getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
          .call();
      if (!compiled) {
        throw new AssertionError(messages);
      }
    }
  }

  static String join(List<Path> paths) {
    return String.join(File.pathSeparator, paths.stream().map(Path::toString).toList());
  }
}
