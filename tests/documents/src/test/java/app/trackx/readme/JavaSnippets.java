package app.trackx.readme;

import java.nio.file.Path;

/** Compiles Java snippets of the documents, with the imports and declarations that they presuppose. */
final class JavaSnippets {
  private static final String IMPORTS = """
      import app.trackx.*;
      import app.trackx.local.*;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.*;
      import static org.assertj.core.api.Assertions.assertThat;
      """;

  private final Path directory;

  JavaSnippets(Path directory) {
    this.directory = directory;
  }

  /** Compiles members of a class, and loads the class. */
  Class<?> compile(String name, String imports, String members) throws Exception {
    return Compiler.compile(
        directory, name, IMPORTS + imports + "public class " + name + " {\n" + members + "}");
  }

  /** Compiles members of a class, and statements that may use them, and runs the statements. */
  void run(String endpoint, String members, String statements) throws Exception {
    compile("Snippet", "", members + inRun(statements))
        .getMethod("run", String.class)
        .invoke(null, endpoint);
  }

  /** Returns a method that runs the statements. */
  static String inRun(String statements) {
    return "public static void run(String endpoint) throws Exception {\n" + statements + "\n}";
  }
}
