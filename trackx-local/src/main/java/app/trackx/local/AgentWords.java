package app.trackx.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The words that the real server takes for a browser or an operating system wherever they occur in a {@code User-Agent}
 * header, and then stores with the characters that follow. A visitor's token that contains one is stored in part.
 *
 * <p>The list is the file {@code agent-words.txt}. Text in parentheses is skipped, since that is where an operating system
 * belongs. The real server finds some of the words only if it has found no other operating system; here each one counts, so
 * that a test does not depend on the rest of the header.
 */
final class AgentWords {
  static final AgentWords BROWSERS = read("browser");
  static final AgentWords SYSTEMS = read("os");

  private static final int MAX_VERSION = 64;

  private final List<String> words;

  private AgentWords(List<String> words) {
    this.words = words;
  }

  private static AgentWords read(String kind) {
    List<String> words = new ArrayList<>();
    try (InputStream in = AgentWords.class.getResourceAsStream("agent-words.txt")) {
      byte[] bytes = Objects.requireNonNull(in, "agent-words.txt").readAllBytes();
      for (String line : new String(bytes, StandardCharsets.US_ASCII).split("\n")) {
        List<String> parts = List.of(line.trim().split(" "));
        if (parts.get(0).equals(kind)) {
          words.addAll(parts.subList(1, parts.size()));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("agent-words.txt cannot be read", e);
    }
    return new AgentWords(words);
  }

  /** Returns the first word in the header and what follows it, separated by a space; null if there is none. */
  @Nullable
  String in(String userAgent) {
    String text = withoutParentheses(userAgent);
    String lower = text.toLowerCase(Locale.ROOT);
    int first = -1;
    String found = "";
    for (String word : words) {
      int at = lower.indexOf(word);
      if (at >= 0 && (first < 0 || at < first)) {
        first = at;
        found = word;
      }
    }
    return first < 0 ? null : (found + ' ' + version(text, first + found.length())).trim();
  }

  private static String withoutParentheses(String userAgent) {
    StringBuilder text = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < userAgent.length(); i++) {
      char c = userAgent.charAt(i);
      depth += c == '(' ? 1 : 0;
      if (depth == 0) {
        text.append(c);
      }
      depth -= c == ')' && depth > 0 ? 1 : 0;
    }
    return text.toString();
  }

  private static String version(String text, int from) {
    int start = from < text.length() && "/- ".indexOf(text.charAt(from)) >= 0 ? from + 1 : from;
    int end = start;
    while (end < text.length() && end - start < MAX_VERSION && isOfVersion(text.charAt(end))) {
      end++;
    }
    return text.substring(start, end);
  }

  private static boolean isOfVersion(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_';
  }
}
