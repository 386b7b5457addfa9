package app.trackx.servlet.containers;

import app.trackx.TrackXClient;
import app.trackx.servlet.TrackXFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A web application in a directory, like an unpacked WAR file. */
final class War {
  private static final String SERVICE =
      "META-INF/services/jakarta.servlet.ServletContainerInitializer";

  private final Path directory;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private String declarations = "";

  private War() throws IOException {
    directory = Files.createTempDirectory("war");
    Files.createDirectories(directory.resolve("WEB-INF/lib"));
  }

  /** Adds a jar with some classes and one initializer to {@code WEB-INF/lib}. */
  static War of(Class<?> initializer, Class<?>... classes) throws IOException {
    War war = new War();
    Path jar = war.directory.resolve("WEB-INF/lib/shop.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      add(zip, SERVICE, initializer.getName().getBytes(StandardCharsets.UTF_8));
      addClass(zip, initializer);
      for (Class<?> one : classes) {
        addClass(zip, one);
      }
    }
    return war;
  }

  /** Adds TrackX's jars and their dependencies to {@code WEB-INF/lib}. */
  War withTrackX() throws IOException {
    for (Class<?> one :
        List.of(TrackXFilter.class, TrackXClient.class, org.slf4j.LoggerFactory.class)) {
      copy(origin(one), directory.resolve("WEB-INF/lib/" + one.getName() + ".jar"));
    }
    return this;
  }

  War parameter(String name, String value) {
    parameters.put(name, value);
    return this;
  }

  /** Adds content to the {@code web.xml}. */
  War declaring(String xml) {
    declarations += xml;
    return this;
  }

  WebApp at(String contextPath) throws IOException {
    StringBuilder xml = new StringBuilder("<web-app version=\"3.1\" metadata-complete=\"true\">");
    parameters.forEach((name, value) -> xml.append("<context-param><param-name>")
        .append(name)
        .append("</param-name><param-value>")
        .append(value)
        .append("</param-value></context-param>"));
    xml.append(declarations).append("</web-app>");
    Files.writeString(directory.resolve("WEB-INF/web.xml"), xml);
    WebApp app = new WebApp(contextPath, directory);
    app.parameters.putAll(parameters);
    return app;
  }

  private static Path origin(Class<?> one) {
    try {
      return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void copy(Path origin, Path jar) throws IOException {
    if (Files.isRegularFile(origin)) {
      Files.copy(origin, jar);
      return;
    }
    // a build directory instead of a jar
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file);
        Stream<Path> files = Files.walk(origin)) {
      files.filter(Files::isRegularFile).forEach(one -> {
        try {
          add(zip, origin.relativize(one).toString().replace('\\', '/'), Files.readAllBytes(one));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }

  private static void addClass(ZipOutputStream zip, Class<?> one) throws IOException {
    String name = one.getName().replace('.', '/') + ".class";
    try (InputStream in = one.getClassLoader().getResourceAsStream(name)) {
      add(zip, name, in.readAllBytes());
    }
  }

  private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
