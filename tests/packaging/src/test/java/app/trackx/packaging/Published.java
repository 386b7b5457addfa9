package app.trackx.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** The published artifacts of a module, as built. */
record Published(String artifact) {
  private static final Path ROOT = Path.of(System.getProperty("trackx.test.root"));
  private static final String VERSION = System.getProperty("project.version");

  /** Returns the modules that run on Java 8 and contain a module descriptor for later versions. */
  static List<Published> java8() {
    return List.of(
        new Published("trackx-client"),
        new Published("trackx-client-slf4j"),
        new Published("trackx-client-servlet"),
        new Published("trackx-client-adapters"),
        new Published("trackx-client-okhttp"),
        new Published("trackx-client-metrics"));
  }

  /** Programs with everything inside; they run on Java 8 and are on no application's class path. */
  static List<Published> selfContained() {
    return List.of(new Published("trackx-agent"), new Published("trackx-doctor"));
  }

  /** Programs with everything inside, for whichever version of Java. */
  static List<Published> programs() {
    return List.of(
        new Published("trackx-agent"),
        new Published("trackx-doctor"),
        new Published("trackx-relay"));
  }

  static List<Published> jars() {
    return List.of(
        new Published("trackx-client"),
        new Published("trackx-client-slf4j"),
        new Published("trackx-client-servlet"),
        new Published("trackx-client-adapters"),
        new Published("trackx-client-okhttp"),
        new Published("trackx-client-kafka"),
        new Published("trackx-client-metrics"),
        new Published("trackx-spring-boot-starter"),
        new Published("trackx-agent"),
        new Published("trackx-doctor"),
        new Published("trackx-relay"),
        new Published("trackx-local"));
  }

  static List<Published> all() {
    return List.of(
        new Published("trackx-client"),
        new Published("trackx-client-slf4j"),
        new Published("trackx-client-servlet"),
        new Published("trackx-client-adapters"),
        new Published("trackx-client-okhttp"),
        new Published("trackx-client-kafka"),
        new Published("trackx-client-metrics"),
        new Published("trackx-spring-boot-starter"),
        new Published("trackx-agent"),
        new Published("trackx-doctor"),
        new Published("trackx-relay"),
        new Published("trackx-local"),
        new Published("trackx-bom"));
  }

  static String version() {
    return VERSION;
  }

  Path jar() {
    return built(artifact + "-" + VERSION + ".jar");
  }

  Path jar(String classifier) {
    return built(artifact + "-" + VERSION + "-" + classifier + ".jar");
  }

  Path sbom() {
    return built("sbom.json");
  }

  /** Returns the flattened pom, which is published instead of the one used in the build. */
  Path pom() {
    return existing(ROOT.resolve(artifact).resolve(".flattened-pom.xml"));
  }

  private Path built(String name) {
    return existing(ROOT.resolve(artifact).resolve("target").resolve(name));
  }

  private static Path existing(Path file) {
    if (!Files.exists(file)) {
      throw new AssertionError("missing; run mvn verify for all modules: " + file.normalize());
    }
    return file;
  }

  static TreeSet<String> files(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      TreeSet<String> names = new TreeSet<>();
      file.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .forEach(names::add);
      return names;
    }
  }

  static Attributes manifest(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes();
    }
  }

  @Override
  public String toString() {
    return artifact;
  }
}
