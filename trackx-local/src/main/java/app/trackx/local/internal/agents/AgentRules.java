package app.trackx.local.internal.agents;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A parser of the {@code User-Agent} header, which returns the browser and the operating system that the real server stores.
 * The server finds some words anywhere, also within a visitor's token, and then stores them with the characters that
 * follow. The rules are in {@code agent-rules.txt}; they cover Java clients and common browsers.
 */
final class AgentRules {
  private static final int MAX_LENGTH = 350;
  private static final List<AgentRule> BROWSERS = new ArrayList<>();
  private static final List<AgentRule> SYSTEMS = new ArrayList<>();

  static {
    read();
  }

  private AgentRules() {}

  private static void read() {
    try (InputStream in = AgentRules.class.getResourceAsStream("agent-rules.txt")) {
      byte[] bytes = Objects.requireNonNull(in, "agent-rules.txt").readAllBytes();
      for (String line : new String(bytes, StandardCharsets.US_ASCII).split("\n")) {
        List<String> columns = List.of(line.split("\\|"));
        String kind = columns.get(0).trim();
        if (kind.equals("browser")) {
          BROWSERS.add(AgentRule.of(columns));
        } else if (kind.equals("os")) {
          SYSTEMS.add(AgentRule.of(columns));
        }
      }
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
    String lower = header.toLowerCase(Locale.ROOT);
    for (AgentRule rule : rules) {
      String found = rule.in(header, lower);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
