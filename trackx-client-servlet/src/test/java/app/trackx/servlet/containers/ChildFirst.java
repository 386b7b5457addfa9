package app.trackx.servlet.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A child-first class loader of a web application, for containers without one. */
final class ChildFirst extends URLClassLoader {
  ChildFirst(Path directory) {
    super(libraries(directory), ChildFirst.class.getClassLoader());
  }

  private static URL[] libraries(Path directory) {
    try (Stream<Path> files = Files.list(directory.resolve("WEB-INF/lib"))) {
      return files.map(ChildFirst::url).toArray(URL[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try {
        return findClass(name);
      } catch (ClassNotFoundException notOurs) {
        return super.loadClass(name, resolve);
      }
    }
  }
}
