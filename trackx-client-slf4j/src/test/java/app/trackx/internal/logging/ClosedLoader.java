package app.trackx.internal.logging;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * The class loader of a web application that bundles its logging library, the client and their
 * dependencies. Once closed it refuses classes, like a container's, and records them where the test
 * can read them without it.
 */
final class ClosedLoader extends URLClassLoader {
  private final List<String> refused;
  private volatile boolean closed;
  private volatile String neverLoaded = "";

  ClosedLoader(List<String> refused) {
    super(urls(), ClassLoader.getPlatformClassLoader());
    this.refused = refused;
  }

  private static URL[] urls() {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      try {
        urls.add(new File(entry).toURI().toURL());
      } catch (MalformedURLException e) {
        throw new AssertionError(e);
      }
    }
    return urls.toArray(new URL[0]);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (closed || name.equals(neverLoaded)) {
      refused.add(Thread.currentThread().getName() + ": " + name);
      throw new ClassNotFoundException("stopped already: " + name);
    }
    return super.findClass(name);
  }

  /** Refuses a class from now on, as if the loader had been closed just before it is needed. */
  void neverLoad(String name) {
    neverLoaded = name;
  }

  @Override
  public void close() {
    closed = true; // files stay open until the loader is collected
  }
}
