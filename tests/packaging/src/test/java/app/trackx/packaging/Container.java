package app.trackx.packaging;

import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;

/** An OSGi container in this JVM. Its bundles see the JDK and each other, but not the class path. */
final class Container implements AutoCloseable {
  private static final Logger SPI_FLY = Logger.getLogger("org.apache.aries.spifly");

  static {
    SPI_FLY.setLevel(Level.WARNING);
  }

  private final Path folder;
  private final Framework framework;

  private Container(Path folder, Framework framework) {
    this.folder = folder;
    this.framework = framework;
  }

  /** Starts a container with properties that bundles can read. */
  static Container start(Path folder, Map<String, String> properties) throws BundleException {
    Map<String, String> settings = new HashMap<>(properties);
    settings.put(Constants.FRAMEWORK_STORAGE, folder.resolve("storage").toString());
    // or Felix would search the class path for classes that the JDK requests from a bundle
    settings.put("felix.bootdelegation.implicit", "false");
    Framework framework = new FrameworkFactory().newFramework(settings);
    framework.start();
    return new Container(folder, framework);
  }

  Bundle install(Path jar) throws BundleException {
    return framework.getBundleContext().installBundle(jar.toUri().toString());
  }

  /** Installs bundles that the build has copied for containers. */
  void install(String... artifacts) throws BundleException {
    for (String artifact : artifacts) {
      install(Path.of("target", "bundles", artifact + ".jar"));
    }
  }

  /** Installs libraries of the class path. */
  void installLibraries(String... artifacts) throws BundleException {
    List<String> classPath =
        List.of(System.getProperty("java.class.path").split(File.pathSeparator));
    for (String artifact : artifacts) {
      install(classPath.stream()
          .map(Path::of)
          .filter(path -> path.getFileName().toString().matches(artifact + "-[0-9].*\\.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("not on the class path: " + artifact)));
    }
  }

  /** Installs a bundle that consists of one test class, its activator. */
  Bundle installApplication(Class<?> activator, String imports) throws Exception {
    String file = activator.getName().replace('.', '/') + ".class";
    return install(bundle(
        activator.getName(),
        Map.of(Constants.BUNDLE_ACTIVATOR, activator.getName(), Constants.IMPORT_PACKAGE, imports),
        file,
        activator.getResourceAsStream("/" + file).readAllBytes()));
  }

  /** Creates a bundle that contains one file. */
  Path bundle(String name, Map<String, String> headers, String file, byte[] content)
      throws Exception {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
    headers.forEach(attributes::putValue);
    Path jar = folder.resolve(name + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream files = new JarOutputStream(out, manifest)) {
      files.putNextEntry(new JarEntry(file));
      files.write(content);
    }
    return jar;
  }

  /** Starts all bundles except fragments. Throws if a bundle cannot be resolved. */
  void startAll() throws BundleException {
    for (Bundle bundle : framework.getBundleContext().getBundles()) {
      if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
        bundle.start();
      }
    }
  }

  @Override
  public void close() throws Exception {
    framework.stop();
    FrameworkEvent end = framework.waitForStop(TimeUnit.SECONDS.toMillis(20));
    if (end.getType() != FrameworkEvent.STOPPED) {
      throw new AssertionError("still running: " + end.getType());
    }
  }
}
