package app.trackx.internal.scrub;

import java.util.Set;

/**
 * A rule for credentials that are recognized by their start: JSON web tokens, the keys of
 * well-known services, and text after {@code Bearer} or {@code Basic} that looks generated.
 */
final class TokenRule implements Rule {
  private static final String OF_TOKENS = "_-.~+/=";
  private static final String[] SCHEMES = {"bearer", "basic", "negotiate"};
  private static final String SLACK_HOOKS = "hooks.slack.com/services/";
  private static final int SHORTEST_TOKEN = 8;
  private static final int LONG = 20; // longer than most words

  /**
   * The prefixes of keys, with the minimum number of characters that follow. Not static, so that it
   * is created again if there was no memory for its class.
   */
  private final Prefix[] prefixes = {
    new Prefix("AKIA", 16),
    new Prefix("ASIA", 16),
    new Prefix("AROA", 16),
    new Prefix("AIDA", 16),
    new Prefix("AIza", 30),
    new Prefix("ya29.", 16),
    new Prefix("GOCSPX-", 16),
    new Prefix("ghp_", 20),
    new Prefix("gho_", 20),
    new Prefix("ghu_", 20),
    new Prefix("ghs_", 20),
    new Prefix("ghr_", 20),
    new Prefix("github_pat_", 20),
    new Prefix("glpat-", 16),
    new Prefix("xoxb-", 10),
    new Prefix("xoxp-", 10),
    new Prefix("xoxa-", 10),
    new Prefix("xoxr-", 10),
    new Prefix("xoxs-", 10),
    new Prefix("xapp-", 10),
    new Prefix("sk_live_", 10),
    new Prefix("sk_test_", 10),
    new Prefix("rk_live_", 10),
    new Prefix("rk_test_", 10),
    new Prefix("pk_live_", 10),
    new Prefix("whsec_", 16),
    new Prefix("SG.", 30),
    new Prefix("sk-", 20),
    new Prefix("npm_", 20),
    new Prefix("hf_", 20),
    new Prefix("dop_v1_", 20),
    new Prefix("doo_v1_", 20),
    new Prefix("shpat_", 20),
    new Prefix("shpss_", 20),
    new Prefix("shpca_", 20),
    new Prefix("pypi-", 30),
    new Prefix("dapi", 32),
    new Prefix("sq0csp-", 20),
    new Prefix("sq0atp-", 20),
    new Prefix("lin_api_", 20),
    new Prefix("AGE-SECRET-KEY-1", 30),
    new Prefix("hvs.", 20),
    new Prefix("key-", 32),
    new Prefix("rubygems_", 20),
    new Prefix("NRAK-", 20)
  };

  private final boolean[] firsts = firsts(prefixes);

  private final String token;
  private final String jwt;
  private final String key;
  private final boolean redactsTokens;
  private final boolean redactsKeys;

  TokenRule(Labels labels, Set<Kind> kept) {
    this.token = labels.of(Kind.TOKEN);
    this.jwt = labels.of(Kind.JWT);
    this.key = labels.of(Kind.KEY);
    this.redactsTokens = !kept.contains(Kind.TOKEN);
    this.redactsKeys = !kept.contains(Kind.KEY);
  }

  private static boolean[] firsts(Prefix[] prefixes) {
    boolean[] firsts = new boolean[128];
    for (char c : new char[] {'e', 'b', 'B', 'n', 'N', 'h'}) {
      firsts[c] = true;
    }
    for (Prefix prefix : prefixes) {
      firsts[prefix.text.charAt(0)] = true;
    }
    return firsts;
  }

  @Override
  public String apply(String text) {
    Redaction redaction = new Redaction(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Chars.isAscii(c) && firsts[c] && beginsWord(text, i)) {
        int end = at(text, i, redaction);
        i = Math.max(i, end - 1);
      }
    }
    return redaction.result();
  }

  private static boolean beginsWord(String text, int i) {
    char before = Chars.at(text, i - 1);
    return !Chars.isOfWord(before) && before != '_' && before != '-';
  }

  private int at(String text, int i, Redaction redaction) {
    if (redactsTokens && text.startsWith("eyJ", i)) {
      return jwt(text, i, redaction);
    }
    if (redactsTokens) {
      for (String scheme : SCHEMES) {
        if (Chars.hasWord(text, i, scheme)) {
          return authorization(text, i + scheme.length(), redaction);
        }
      }
    }
    return redactsKeys ? key(text, i, redaction) : -1;
  }

  private int jwt(String text, int from, Redaction redaction) {
    int to = from;
    int dots = 0;
    while (to < text.length() && isOfJwt(text.charAt(to))) {
      dots += text.charAt(to) == '.' ? 1 : 0;
      to++;
    }
    while (to > from && text.charAt(to - 1) == '.') {
      to--;
      dots--;
    }
    if (dots >= 1 && to - from >= 20) {
      redaction.replace(from, to, jwt);
    }
    return to;
  }

  private static boolean isOfJwt(char c) {
    return c == '.' || c == '_' || c == '-' || (Chars.isAscii(c) && Chars.isAlnum(c));
  }

  private int authorization(String text, int after, Redaction redaction) {
    int from = after;
    while (from < text.length() && from - after < 3 && " :=".indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    int to = from;
    while (to < text.length() && isOfToken(text.charAt(to))) {
      to++;
    }
    while (to > from && text.charAt(to - 1) == '.') {
      to--;
    }
    if (from > after && to - from >= SHORTEST_TOKEN && looksGenerated(text, from, to)) {
      redaction.replace(from, to, token);
    }
    return to;
  }

  private static boolean looksGenerated(String text, int from, int to) {
    boolean digit = false;
    for (int i = from; i < to && !digit; i++) {
      digit = Chars.isDigit(text.charAt(i));
    }
    return text.charAt(to - 1) == '='
        || to - from >= LONG
        || (digit && Chars.looksRandom(text, from, to));
  }

  private static boolean isOfToken(char c) {
    return Chars.isAscii(c) && (Chars.isAlnum(c) || OF_TOKENS.indexOf(c) >= 0);
  }

  private int key(String text, int from, Redaction redaction) {
    if (text.startsWith(SLACK_HOOKS, from)) {
      int path = from + SLACK_HOOKS.length();
      int end = Urls.end(text, path);
      if (end > path) {
        redaction.replace(path, end, key);
      }
      return end;
    }
    int end = -1;
    for (Prefix prefix : prefixes) {
      if (text.startsWith(prefix.text, from)) {
        int body = from + prefix.text.length();
        end = end < 0 ? endOfKey(text, body) : end;
        if (end - body >= prefix.least && isBody(text, body, end, prefix.plain)) {
          redaction.replace(from, end, key);
          return end;
        }
      }
    }
    return end; // inspected text is not inspected again
  }

  private static boolean isBody(String text, int from, int to, boolean plain) {
    for (int i = from; plain && i < to; i++) {
      if (!Chars.isAlnum(text.charAt(i))) {
        return false;
      }
    }
    return Chars.looksRandom(text, from, to);
  }

  private static int endOfKey(String text, int from) {
    int to = from;
    while (to < text.length() && isOfJwt(text.charAt(to))) {
      to++;
    }
    while (to > from && text.charAt(to - 1) == '.') {
      to--;
    }
    return to;
  }

  private static final class Prefix {
    final String text;
    final int least;

    /** Whether only letters and digits follow, for prefixes that are not distinctive. */
    final boolean plain;

    Prefix(String text, int least) {
      this.text = text;
      this.least = least;
      this.plain = text.endsWith("_live_") || "npm_ hf_ key- dapi".contains(text);
    }
  }
}
