package app.trackx.local.internal.privacy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All rules, applied to one text. Specific rules are applied first, and their marks are final; a wide rule,
 * such as that for query strings, marks the rest of its matches.
 *
 * <p>The lookahead of every expression is bounded, so that the time is linear in the text's length.
 */
final class Rules {
  private static final int MAX_MARKS = 500;

  /** The length of the shortest possible match. Large events can have hundreds of thousands of shorter texts. */
  private static final int SHORTEST = 4;

  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
  private static final List<Rule> ALL = List.of(
      new Rule("token", "\\b(?:[Bb]earer|BEARER|Basic)\\s{1,4}[\\w+/=.~-]{8,4000}"),
      new Rule("token", "(?<![\\w-])eyJ[\\w-]{5,4000}+\\.[\\w-]{5,4000}+(?:\\.[\\w-]{0,4000})?"),
      new Rule("token", "\\b(?:gh[pousr]_|sk_live_|sk-|xox[abp]-|AKIA)[\\w-]{12,200}"),
      new Rule("user name in a URL", "(?<=://)[^\\s/@?#\"']{1,200}@"),
      new Rule(
          "e-mail address",
          "(?<![\\p{L}\\p{N}._%+'-])[\\p{L}\\p{N}._%+'-]{1,64}(?:@|%40)(?:[\\p{L}\\p{N}-]{1,63}\\.){1,8}"
              + "(?!(?:java|kt|js|mjs|cjs|ts|py)\\b)\\p{L}{2,63}"),
      new Rule(
          "IBAN",
          "\\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\\b",
          Checksum::isIban),
      new Rule("card number", "(?<![0-9.])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])", Checksum::isCard),
      new Rule(
          "IP address",
          "(?<![\\w.])(?!127\\.)(?:" + BYTE + "\\.){3}" + BYTE + "(?![\\w]|\\.[0-9])"),
      new Rule(
          "IP address",
          "(?<![\\w:.])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\\w:])",
          Checksum::isIpV6),
      new Rule("MAC address", "(?<![\\w:-])(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}(?![\\w:-])"),
      new Rule("phone number", "(?<![\\w.+])(?:\\+|00)[1-9](?:[ ./()-]{0,2}[0-9]){7,13}(?![\\w-])"),
      new Rule("phone number", "(?<![\\w.-])\\(?[0-9]{3}\\)?[ -][0-9]{3}-[0-9]{4}(?![\\w-])"),
      new Rule(
          "home directory",
          "(?:/home/|/Users/|\\b[A-Za-z]:[\\\\/]Users[\\\\/])[^\\s/\\\\\"':;,)]{1,64}"),
      Rule.wide(
          "password or secret",
          "(?i)\\b(?:password|passwd|pwd|secret|token|api[_-]?key|session[_-]?id)"
              + "[\"']?\\s{0,4}[=:]\\s{0,4}[^\\s,;&\"']{1,200}"),
      Rule.wide("query string", "(?<=[\\w/.-])\\?[\\w.%\\[\\]-]{1,60}=[^\\s\"'<>#]{0,2000}"));

  private Rules() {}

  /** Returns the marks of a text. If {@code rest} is not null, marks all unmarked text with that kind. */
  static List<Mark> marks(String text, @Nullable String rest) {
    if (text.length() < SHORTEST && rest == null) {
      return List.of();
    }
    byte[] owner = new byte[text.length()];
    for (int i = 0; i < ALL.size(); i++) {
      ALL.get(i).paint(text, owner, (byte) (i + 1));
    }
    List<Mark> marks = new ArrayList<>();
    int from = 0;
    while (from < owner.length && marks.size() < MAX_MARKS) {
      int to = from + 1;
      while (to < owner.length && owner[to] == owner[from]) {
        to++;
      }
      String kind = owner[from] == 0 ? rest : ALL.get(owner[from] - 1).kind();
      if (kind != null) {
        marks.add(new Mark(from, to, kind));
      }
      from = to;
    }
    return marks;
  }
}
