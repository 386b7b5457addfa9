package app.trackx.local.internal.privacy;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kind of personal data, with a pattern and an additional check. */
final class Rule {
  private final String kind;
  private final Pattern pattern;
  private final Predicate<String> check;
  private final boolean wide;

  Rule(String kind, String pattern) {
    this(kind, pattern, text -> true);
  }

  Rule(String kind, String pattern, Predicate<String> check) {
    this(kind, pattern, check, false);
  }

  private Rule(String kind, String pattern, Predicate<String> check, boolean wide) {
    this.kind = kind;
    this.pattern = Pattern.compile(pattern);
    this.check = check;
    this.wide = wide;
  }

  /** Creates a rule that marks the unmarked part of a match, even if other rules have marked the rest. */
  static Rule wide(String kind, String pattern) {
    return new Rule(kind, pattern, text -> true, true);
  }

  private static boolean isFree(byte[] owner, int from, int to) {
    for (int i = from; i < to; i++) {
      if (owner[i] != 0) {
        return false;
      }
    }
    return true;
  }

  String kind() {
    return kind;
  }

  /** Marks matches that no other rule has marked, by writing this rule's number to {@code owner}. */
  void paint(String text, byte[] owner, byte number) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      boolean free = wide || isFree(owner, matcher.start(), matcher.end());
      if (free && check.test(matcher.group())) {
        for (int i = matcher.start(); i < matcher.end(); i++) {
          owner[i] = owner[i] == 0 ? number : owner[i];
        }
      }
    }
  }
}
