package app.trackx.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Jars for the class path of a child JVM, made of the classes that the tests run with. */
final class Jars {
  private final Path folder;

  Jars(Path folder) {
    this.folder = folder;
  }

  /** The jar or folder that a class was loaded from. */
  static Path of(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** All that stands beside a class; the jar itself if it is in one. */
  Path withAllOf(String name, Class<?> type) throws Exception {
    Path from = of(type);
    if (!Files.isDirectory(from)) {
      return from;
    }
    try (Stream<Path> files = Files.walk(from)) {
      return make(name, from, files.filter(Files::isRegularFile).collect(Collectors.toList()));
    }
  }

  /** Those files of the test classes whose name in their package begins so. */
  Path withTestClasses(String name, Class<?> beside, String... prefixes) throws Exception {
    Path root = of(beside);
    Path in = root.resolve(beside.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(in)) {
      return make(
          name,
          root,
          files
              .filter(file -> Stream.of(prefixes)
                  .anyMatch(prefix -> file.getFileName().toString().startsWith(prefix)))
              .collect(Collectors.toList()));
    }
  }

  /** One text. */
  Path withText(String name, String entry, String text) throws IOException {
    Path jar = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(entry));
      out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return jar;
  }

  /** Nothing but the names of others, as some tools make for a long class path. */
  Path naming(String name, List<Path> others) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            others.stream().map(path -> path.toUri().toString()).collect(Collectors.joining(" ")));
    Path jar = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    return jar;
  }

  private Path make(String name, Path root, List<Path> files) throws IOException {
    Path jar = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path file : files) {
        out.putNextEntry(new JarEntry(root.relativize(file).toString().replace('\\', '/')));
        try (InputStream in = Files.newInputStream(file)) {
          in.transferTo(out);
        }
      }
    }
    return jar;
  }
}
