package app.trackx.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import app.trackx.testing.ChildJvm;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the Kotlin snippet of docs/STACKS.md, and runs it with the libraries that an application would have. */
@Timeout(180)
class KotlinTest {
  private static final Path COMPILER = Path.of("target/kotlin");

  @TempDir
  Path folder;

  @Test
  void kotlin_withTheSnippet_reportsOnce_fromItsOwnLine() throws Exception {
    String snippet = StacksDocument.snippet("kotlin", "fun main()");
    List<Path> classPath = new ArrayList<>(libraries());
    classPath.add(compile(snippet, classPath));

    try (TrackXLocal server = TrackXLocal.start()) {
      ChildJvm.Result result =
          run(new ChildJvm().option("-Dtrackx.endpoint=" + server.endpoint()), classPath, "MainKt");

      assertThat(result.exitCode).isEqualTo(1);
      assertThat(result.printed()).contains("no such order");
      assertThat(server.events()).hasSize(1);
      Event event = server.events().get(0);
      assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
      assertThat(event.message()).isEqualTo("no such order");
      assertThat(event.frames().get(0).callee()).isEqualTo("MainKt.main");
      assertThat(event.frames().get(0).line()).isEqualTo(lineOf("error(", snippet));
    }
  }

  private Path compile(String source, List<Path> libraries) throws Exception {
    Path file = Files.writeString(folder.resolve("Main.kt"), source);
    Path classes = folder.resolve("classes");
    String classPath =
        libraries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    ChildJvm.Result result = run(
        new ChildJvm().option("-XX:TieredStopAtLevel=1"),
        compiler(),
        "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
        "-no-stdlib",
        "-no-reflect",
        "-Werror",
        "-cp",
        classPath,
        "-d",
        classes.toString(),
        file.toString());
    assertThat(result.exitCode).as(result.printed()).isZero();
    return classes;
  }

  private static ChildJvm.Result run(
      ChildJvm jvm, List<Path> classPath, String program, String... arguments) throws Exception {
    URL[] urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = classPath.get(i).toUri().toURL();
    }
    try (URLClassLoader loader = new URLClassLoader(urls)) {
      return jvm.classPath(classPath).run(loader.loadClass(program), arguments);
    }
  }

  /** Returns the jars that the build has copied. */
  private static List<Path> compiler() throws Exception {
    try (Stream<Path> jars = Files.list(COMPILER)) {
      return jars.toList();
    }
  }

  /** Returns what {@code trackx-client} brings, and Kotlin's standard library. */
  private static List<Path> libraries() {
    List<Path> libraries = Stream.of(
            System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(entry -> entry.toString().matches(".*[/\\\\]trackx-client[/\\\\].*")
            || entry.getFileName().toString().startsWith("slf4j-api-"))
        .collect(Collectors.toList());
    libraries.add(COMPILER.resolve("kotlin-stdlib.jar"));
    assertThat(libraries).hasSize(3);
    return libraries;
  }

  private static int lineOf(String words, String text) {
    return 1 + text.lines().takeWhile(line -> !line.contains(words)).toList().size();
  }
}
