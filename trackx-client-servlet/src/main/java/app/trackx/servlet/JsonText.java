package app.trackx.servlet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parser of JSON (RFC 8259) that returns maps, lists, strings, longs, doubles, booleans and nulls.
 * For small texts of anybody: its depth is bounded, and its time is linear. The client's jar
 * contains no JSON library, and an application has one of its choice.
 */
final class JsonText {
  private static final int MAX_DEPTH = 16;
  private static final int LONGEST_LONG = 18;

  private final String text;
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  /**
   * Parses a text with one value.
   *
   * @throws IOException if it is malformed or nested too deeply
   */
  static @Nullable Object parse(String text) throws IOException {
    JsonText json = new JsonText(text);
    Object value = json.value(0);
    json.skipSpace();
    if (json.at < text.length()) {
      throw new IOException("more than one value");
    }
    return value;
  }

  private @Nullable Object value(int depth) throws IOException {
    skipSpace();
    char c = peek();
    if (c == '{' || c == '[') {
      if (depth == MAX_DEPTH) {
        throw new IOException("too deep");
      }
      at++;
      return c == '{' ? object(depth) : array(depth);
    }
    if (c == '"') {
      at++;
      return string();
    }
    return literal();
  }

  private Map<String, @Nullable Object> object(int depth) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    if (isNext('}')) {
      return object;
    }
    do {
      skipSpace();
      expect('"');
      String name = string();
      skipSpace();
      expect(':');
      put(object, name, value(depth + 1));
    } while (isNext(','));
    expect('}');
    return object;
  }

  @SuppressWarnings("NullAway") // a LinkedHashMap allows nulls, despite the JDK annotations
  private static void put(Map<String, @Nullable Object> map, String key, @Nullable Object value) {
    map.put(key, value);
  }

  private List<@Nullable Object> array(int depth) throws IOException {
    List<@Nullable Object> array = new ArrayList<>();
    if (isNext(']')) {
      return array;
    }
    do {
      array.add(value(depth + 1));
    } while (isNext(','));
    expect(']');
    return array;
  }

  private String string() throws IOException {
    StringBuilder string = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      if (c < ' ') {
        throw new IOException("control character");
      }
      string.append(c == '\\' ? escaped() : c);
    }
    return string.toString();
  }

  private char escaped() throws IOException {
    char c = next();
    if (c == 'u') {
      int code = 0;
      for (int i = 0; i < 4; i++) {
        int digit = Character.digit(next(), 16);
        if (digit < 0) {
          throw new IOException("malformed escape");
        }
        code = code << 4 | digit;
      }
      return (char) code;
    }
    int known = "\"\\/bfnrt".indexOf(c);
    if (known < 0) {
      throw new IOException("unknown escape");
    }
    return "\"\\/\b\f\n\r\t".charAt(known);
  }

  private @Nullable Object literal() throws IOException {
    int from = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String literal = text.substring(from, at);
    switch (literal) {
      case "true":
        return true;
      case "false":
        return false;
      case "null":
        return null;
      default:
        return number(literal);
    }
  }

  private static Object number(String literal) throws IOException {
    boolean whole = !literal.isEmpty();
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      if (!digit && "+-.eE".indexOf(c) < 0) {
        throw new IOException("no value");
      }
      whole &= digit || (c == '-' && i == 0);
    }
    try {
      if (whole && literal.length() <= LONGEST_LONG) {
        return Long.parseLong(literal);
      }
      return Double.parseDouble(literal);
    } catch (NumberFormatException malformed) {
      throw new IOException("malformed number");
    }
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /** Consumes a character if it comes next, after white space. */
  private boolean isNext(char c) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) throws IOException {
    skipSpace();
    if (next() != c) {
      throw new IOException("expected another character");
    }
  }

  private char peek() throws IOException {
    if (at >= text.length()) {
      throw new IOException("unexpected end");
    }
    return text.charAt(at);
  }

  private char next() throws IOException {
    char c = peek();
    at++;
    return c;
  }
}
