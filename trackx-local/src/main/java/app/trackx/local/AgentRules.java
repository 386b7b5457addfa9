package app.trackx.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A parser of the {@code User-Agent} header, which returns the browser and the operating system that the real server stores.
 * The server finds some words anywhere, also within a visitor's token, and then stores them with the characters that
 * follow. The rules are in {@code agent-rules.txt}; they cover Java clients and common browsers.
 */
final class AgentRules {
  private static final int MAX_LENGTH = 350;
  private static final List<AgentRule> BROWSERS = read("browser");
  private static final List<AgentRule> SYSTEMS = read("os");

  private AgentRules() {}

  private static List<AgentRule> read(String kind) {
    try (InputStream in = AgentRules.class.getResourceAsStream("agent-rules.txt")) {
      byte[] bytes = Objects.requireNonNull(in, "agent-rules.txt").readAllBytes();
      List<AgentRule> rules = new ArrayList<>();
      for (String line : new String(bytes, StandardCharsets.US_ASCII).split("\n")) {
        List<String> columns = List.of(line.split("\\|"));
        if (columns.get(0).trim().equals(kind)) {
          rules.add(AgentRule.of(columns));
        }
      }
      return rules;
    } catch (IOException e) {
      throw new IllegalStateException("agent-rules.txt cannot be read", e);
    }
  }

  /** Returns name and version of the browser; null if there is none. */
  static @Nullable String browser(String userAgent) {
    return first(BROWSERS, cut(userAgent));
  }

  /** Returns name and version of the operating system; null if there is none. */
  static @Nullable String operatingSystem(String userAgent) {
    String header = cut(userAgent);
    String windows = WindowsName.in(header);
    return windows == null ? first(SYSTEMS, header) : windows;
  }

  private static String cut(String userAgent) {
    return userAgent.substring(0, Math.min(MAX_LENGTH, userAgent.length()));
  }

  private static @Nullable String first(List<AgentRule> rules, String header) {
    for (AgentRule rule : rules) {
      String found = rule.in(header);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
