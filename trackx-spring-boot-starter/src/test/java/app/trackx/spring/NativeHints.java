package app.trackx.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.json.JsonParser;
import org.springframework.boot.json.JsonParserFactory;

/**
 * Metadata for native images, as processing ahead of time writes it: several files with Spring 6, one with
 * Spring 7.
 */
final class NativeHints {
  private final Map<Object, Map<?, ?>> types = new HashMap<>();
  private final List<Object> proxies = new ArrayList<>();
  private final StringBuilder resources = new StringBuilder();

  static NativeHints in(Path folder) throws IOException {
    NativeHints hints = new NativeHints();
    JsonParser parser = JsonParserFactory.getJsonParser();
    try (Stream<Path> files = Files.walk(folder.resolve("META-INF/native-image"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        switch (file.getFileName().toString()) {
          case "reflect-config.json" -> hints.addTypes(parser.parseList(text));
          case "proxy-config.json" -> parser.parseList(text).forEach(hints::addProxy);
          case "resource-config.json" -> hints.resources.append(text);
          case "reachability-metadata.json" -> hints.addAll(parser.parseMap(text));
          default -> {}
        }
      }
    }
    return hints;
  }

  private void addAll(Map<String, Object> metadata) {
    addTypes((List<?>) metadata.get("reflection"));
    resources.append(metadata.get("resources"));
  }

  private void addTypes(List<?> entries) {
    for (Object entry : entries) {
      Map<?, ?> type = (Map<?, ?>) entry;
      Object name = type.containsKey("name") ? type.get("name") : type.get("type");
      if (name instanceof Map<?, ?> proxy) {
        proxies.add(proxy.get("proxy"));
      } else {
        types.put(name, type);
      }
    }
  }

  private void addProxy(Object entry) {
    proxies.add(((Map<?, ?>) entry).get("interfaces"));
  }

  boolean hasType(String type) {
    return types.containsKey(type);
  }

  boolean hasField(String type, String field) {
    return has(type, "allDeclaredFields", "fields", field);
  }

  boolean hasMethod(String type, String method) {
    return has(type, "allPublicMethods", "methods", method);
  }

  private boolean has(String type, String all, String some, String member) {
    Map<?, ?> hint = types.getOrDefault(type, Map.of());
    return Boolean.TRUE.equals(hint.get(all))
        || hint.get(some) instanceof List<?> members
            && members.stream().anyMatch(known -> member.equals(((Map<?, ?>) known).get("name")));
  }

  boolean hasProxy(String type) {
    return proxies.contains(List.of(type));
  }

  String resources() {
    return resources.toString().replace("\\/", "/");
  }
}
