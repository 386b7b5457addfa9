package app.trackx.internal.scrub;

import java.util.Set;

/**
 * The names that stand beside a value instead of before its sign: {@code name="pin" value="x"},
 * {@code {"rejectedValue": "x", "field": "pin"}}.
 */
final class NamesBeside {
  private static final int LONGEST_NAME = 64;

  /** Names of a value whose own name stands beside it. */
  private static final Set<String> VALUES = Words.of("value rejectedvalue invalidvalue");

  private static final String[] NAMES = {"name", "field", "key", "property", "param", "path"};

  private NamesBeside() {}

  /** Returns the kind of the name that stands before or after a value: {@code name="pin" value=…}. */
  static NameKind kindOf(String text, String value, int attribute, int from, KeyNames names) {
    if (!VALUES.contains(KeyNames.joined(value))) {
      return NameKind.NONE;
    }
    int to = attribute;
    for (int i = 0; i < 4 && to > 0 && " \",\t'".indexOf(text.charAt(to - 1)) >= 0; i++) {
      to--;
    }
    if (Chars.at(text, KeyValueRule.startOfName(text, to, 0) - 1) == '<') {
      return names.kindOf(
          text.substring(KeyValueRule.startOfName(text, to, 0), to)); // <password value="x">
    }
    int quote = Chars.isQuote(Chars.at(text, to)) ? to : to + 1; // the comma or blank follows it
    if (Chars.isQuote(Chars.at(text, quote)) || Chars.isQuote(Chars.at(text, to))) {
      NameKind kind = names.kindOf(text.substring(KeyValueRule.startOfName(text, to, 0), to));
      if (kind != NameKind.NONE) {
        return kind;
      }
    }
    char mark = Chars.at(text, from);
    int close = Chars.isQuote(mark) ? text.indexOf(mark, from + 1) : -1;
    return close < 0 || close - from > 2 * LONGEST_NAME
        ? NameKind.NONE
        : nameAfter(text, close + 1, names);
  }

  /** Returns the kind of the name in {@code , "name": "password"}. */
  private static NameKind nameAfter(String text, int from, KeyNames names) {
    int key = from;
    while (key - from < 4 && " ,\t\"'".indexOf(Chars.at(text, key)) >= 0) {
      key++;
    }
    for (String word : NAMES) {
      if (key > from && Chars.hasWord(text, key, word)) {
        int i = key + word.length();
        int name = i;
        while (name - i < 6 && " :=\"'".indexOf(Chars.at(text, name)) >= 0) {
          name++;
        }
        int end = name;
        while (end - name < LONGEST_NAME && KeyValueRule.isOfName(Chars.at(text, end))) {
          end++;
        }
        return names.kindOf(text.substring(name, end));
      }
    }
    return NameKind.NONE;
  }
}
