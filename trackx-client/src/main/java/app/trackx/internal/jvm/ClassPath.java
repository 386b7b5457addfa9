package app.trackx.internal.jvm;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The number of jars that a lookup of a class or a resource may open: on the class path and the
 * module path, in the {@code Class-Path} of a single jar, and in the class loaders of a container.
 * Jars within a jar are read through the outer one and do not count.
 */
final class ClassPath {
  private static final String JAR = ".jar";

  private static int jars = -1; // racy: each thread would count the same

  private ClassPath() {}

  static int jars() {
    int known = jars;
    if (known < 0) {
      known = count();
      jars = known;
    }
    return known;
  }

  private static int count() {
    int count = 0;
    for (ClassLoader l = ClassPath.class.getClassLoader(); l != null; l = l.getParent()) {
      count += l instanceof URLClassLoader ? ofUrls(((URLClassLoader) l).getURLs()) : 0;
    }
    if (!(ClassLoader.getSystemClassLoader() instanceof URLClassLoader)) { // on Java 8 it is one
      count += ofPath(System.getProperty("java.class.path"), false);
      count += ofPath(System.getProperty("jdk.module.path"), true);
    }
    return count;
  }

  private static int ofUrls(URL @Nullable [] urls) {
    int count = 0;
    for (int i = 0; urls != null && i < urls.length; i++) {
      count += "file".equals(urls[i].getProtocol()) && urls[i].getPath().endsWith(JAR) ? 1 : 0;
    }
    return count;
  }

  private static int ofPath(@Nullable String path, boolean folders) {
    if (path == null) {
      return 0;
    }
    if (path.indexOf(File.pathSeparatorChar) < 0 && path.endsWith(JAR)) {
      return 1 + ofManifest(path);
    }
    int count = 0;
    for (int from = 0; from < path.length(); ) {
      int to = path.indexOf(File.pathSeparatorChar, from);
      to = to < 0 ? path.length() : to;
      String entry = path.substring(from, to);
      count += entry.endsWith(JAR) ? 1 : folders ? ofFolder(entry) : 0;
      from = to + 1;
    }
    return count;
  }

  private static int ofFolder(String folder) {
    String[] names = new File(folder).list();
    int count = 0;
    for (int i = 0; names != null && i < names.length; i++) {
      count += names[i].endsWith(JAR) ? 1 : 0;
    }
    return count;
  }

  /**
   * Counts the jars in the {@code Class-Path} of a jar. That jar is already open, so this needs no
   * descriptor.
   */
  private static int ofManifest(String jar) {
    try (JarFile file = new JarFile(jar)) {
      Manifest manifest = file.getManifest();
      String path = manifest == null
          ? null
          : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      int count = 0;
      for (int at = path == null ? -1 : path.indexOf(JAR); at >= 0 && path != null; ) {
        count++;
        at = path.indexOf(JAR, at + 1);
      }
      return count;
    } catch (IOException unreadable) {
      return 0;
    }
  }
}
