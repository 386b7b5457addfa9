package app.trackx.readme;

import app.trackx.TrackXClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The compiled classes of trackx-client, as the JDK's javap prints them. Named without package. */
final class CompiledClasses {
  private static final Pattern METHOD = Pattern.compile("^  \\S.*?([\\w$.]+)\\(.*;$");
  private static final Pattern CALL = Pattern.compile(
      "invoke\\w+ .*// (?:Interface)?Method (?:\"?([\\w/$]+)\"?\\.)?\"?([\\w$<>]+)\"?:(\\S+)");
  private static final Pattern FIELD = Pattern.compile("^  [^(]*?app\\.trackx\\.([\\w.]+) \\w+;$");
  private static final Pattern LOAD =
      Pattern.compile("getfield .*// Field \\w+:Lapp/trackx/([\\w$]+);");
  private static final String ATTEMPT = "MemoryReserve$Attempt;";
  private static final Pattern TEXT =
      Pattern.compile("^  .* java\\.lang\\.String \\w+ = \"(.*)\";$");

  private final Path location;

  /** Names with slashes, by the names without package. */
  private final Map<String, String> names = new HashMap<>();

  private final Map<String, Content> contents = new HashMap<>();

  private CompiledClasses(Path location) {
    this.location = location;
  }

  static CompiledClasses ofTheClient() {
    try {
      Path location = Path.of(
          TrackXClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      CompiledClasses classes = new CompiledClasses(location);
      if (Files.isDirectory(location)) {
        classes.list(location);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(location)) {
          classes.list(jar.getPath("/"));
        }
      }
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private void list(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve("app"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = root.relativize(file).toString();
        if (name.endsWith(".class") && !name.contains("$") && !name.endsWith("-info.class")) {
          name = name.substring(0, name.length() - ".class".length()).replace('\\', '/');
          names.put(name.substring(name.lastIndexOf('/') + 1), name);
        }
      }
    }
  }

  /** Returns the names of all packages. */
  Set<String> packages() {
    Set<String> packages = new TreeSet<>();
    for (String name : names.values()) {
      packages.add(name.substring(0, name.lastIndexOf('/')).replace('/', '.'));
    }
    return packages;
  }

  boolean contains(String type) {
    return names.containsKey(type);
  }

  boolean hasMethod(String type, String method) {
    return !of(type).named(method).isEmpty();
  }

  /** Returns true if a method acquires a lock, at its start or in its code. */
  boolean locks(String type, String method) {
    return of(type).named(method).stream().anyMatch(m -> m.locks);
  }

  /** Returns the types of the core that a class has in fields. */
  Set<String> fields(String type) {
    return of(type).fields;
  }

  /** Returns the values of a class's text constants. */
  Set<String> texts(String type) {
    return of(type).texts;
  }

  /**
   * Returns the calls that a method makes, in the order of the code and as {@code Type.method}.
   * Where it calls a method of its own class, that method's calls are inserted before. So are those
   * of a {@code MemoryReserve.Attempt} that it hands over.
   */
  List<String> calls(String type, String method) {
    List<String> calls = new ArrayList<>();
    Set<String> visited = new HashSet<>();
    for (Method start : of(type).named(method)) {
      collect(type, start, calls, visited);
    }
    return calls;
  }

  private void collect(String type, Method method, List<String> calls, Set<String> visited) {
    if (!visited.add(type + "." + method.signature)) {
      return;
    }
    for (String[] call : method.calls) {
      if (call[0].equals(type)) {
        Method own = of(type).methods.get(call[1] + call[2]);
        if (own != null) {
          collect(type, own, calls, visited);
        }
      } else if (call[2].contains(ATTEMPT)) {
        String handedOver = call[3] == null ? type : call[3];
        for (Method attempt : of(handedOver).named("attempt")) {
          collect(handedOver, attempt, calls, visited);
        }
      }
      calls.add(call[0] + "." + call[1]);
    }
  }

  private Content of(String type) {
    return contents.computeIfAbsent(type, this::read);
  }

  private Content read(String type) {
    String name = names.get(type);
    if (name == null) {
      throw new AssertionError("no type " + type + " in " + location);
    }
    StringWriter printed = new StringWriter();
    ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
    int exit = javap.run(
        new PrintWriter(printed),
        new PrintWriter(System.err, true),
        "-c",
        "-p",
        "-s",
        "-constants",
        "-cp",
        location.toString(),
        name.replace('/', '.'));
    if (exit != 0) {
      throw new AssertionError(printed);
    }
    return new Content(type, printed.toString());
  }

  /** One class. */
  private static final class Content {
    final Map<String, Method> methods = new LinkedHashMap<>();
    final Set<String> fields = new TreeSet<>();
    final Set<String> texts = new TreeSet<>();

    Content(String type, String printed) {
      String header = "";
      Method method = null;
      String loaded = null;
      for (String line : printed.split("\\R")) {
        Matcher call = CALL.matcher(line);
        Matcher field = FIELD.matcher(line);
        Matcher load = LOAD.matcher(line);
        if (line.startsWith("  ") && line.charAt(2) != ' ') {
          header = line;
          Matcher text = TEXT.matcher(line);
          if (text.matches()) {
            texts.add(text.group(1));
          } else if (field.matches()) {
            fields.add(simple(field.group(1).replace('.', '/')));
          }
        } else if (line.startsWith("    descriptor: ")) {
          Matcher name = METHOD.matcher(header);
          method = new Method(
              name.matches() ? simple(name.group(1).replace('.', '/')) : "",
              line.substring("    descriptor: ".length()),
              header.contains("synchronized "));
          methods.put(method.signature, method);
        } else if (method != null && line.contains(": monitorenter")) {
          method.locks = true;
        } else if (method != null && call.find()) {
          String owner = call.group(1) == null ? type : simple(call.group(1));
          method.calls.add(new String[] {owner, call.group(2), call.group(3), loaded});
          loaded = null;
        } else if (load.find() && !load.group(1).equals("MemoryReserve")) {
          loaded = load.group(1);
        }
      }
    }

    List<Method> named(String name) {
      return methods.values().stream().filter(m -> m.name.equals(name)).toList();
    }

    private static String simple(String name) {
      return name.substring(name.lastIndexOf('/') + 1);
    }
  }

  /** One method. */
  private static final class Method {
    final String name;
    final String signature;

    /** Type, method, descriptor, and the type of the field that was read last, if any. */
    final List<String[]> calls = new ArrayList<>();

    boolean locks;

    Method(String name, String descriptor, boolean locks) {
      this.name = name;
      this.signature = name + descriptor;
      this.locks = locks;
    }
  }
}
