package app.trackx.readme;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A compiler that also loads the compiled class. */
final class Compiler {
  private Compiler() {}

  static Class<?> compile(Path directory, String name, String source)
      throws IOException, ClassNotFoundException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    Path classes = Files.createDirectories(directory.resolve("classes"));
    List<String> options = List.of(
        "-d",
        classes.toString(),
        "-proc:none",
        "-classpath",
        System.getProperty("java.class.path"));
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///" + name.replace('.', '/') + ".java"),
            JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    if (!javac.getTask(null, null, diagnostics, options, null, List.of(file)).call()) {
      throw new AssertionError(diagnostics.getDiagnostics() + "\n" + source);
    }
    URL[] urls = {classes.toUri().toURL()};
    return new URLClassLoader(urls, Compiler.class.getClassLoader()).loadClass(name);
  }
}
