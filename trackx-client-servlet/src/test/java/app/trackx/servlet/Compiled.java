package app.trackx.servlet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Stand-ins for framework classes that are matched by name, compiled at run time: on the tests'
 * class path they would shadow the real ones.
 */
final class Compiled {
  private Compiled() {}

  /** Compiles sources, by class name, and loads them with a separate loader. */
  static ClassLoader loader(Map<String, String> sources) {
    try {
      Path directory = Files.createTempDirectory("trackx-compiled");
      List<String> arguments = new ArrayList<>(List.of("-d", directory.toString(), "-proc:none"));
      for (Map.Entry<String, String> source : sources.entrySet()) {
        Path file = directory.resolve("src/" + source.getKey().replace('.', '/') + ".java");
        Files.createDirectories(file.getParent());
        int dot = source.getKey().lastIndexOf('.');
        Files.writeString(
            file, "package " + source.getKey().substring(0, dot) + ";\n" + source.getValue());
        arguments.add(file.toString());
      }
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      if (compiler.run(null, null, null, arguments.toArray(new String[0])) != 0) {
        throw new AssertionError("does not compile");
      }
      return new URLClassLoader(
          new URL[] {directory.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates an exception of such a class with its no-argument constructor. */
  static Throwable exception(ClassLoader loader, String className) {
    try {
      var constructor = loader.loadClass(className).getDeclaredConstructor();
      constructor.setAccessible(true);
      return (Throwable) constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
