package app.trackx.internal.json;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A writer of JSON as UTF-8 (RFC 8259), in one pass over the texts, into one growing buffer. For
 * one document and one thread.
 *
 * <p>A cold JVM would need longer to load a JSON library than to write everything here. The
 * features of a library are not needed: values are plain copies of bounded depth and size, and
 * nothing is ever parsed.
 */
public final class JsonWriter {
  private static final int FIRST_BYTES = 8 * 1024;

  /** The maximum number of bytes per UTF-16 unit: an escape such as {@code \}{@code u001f}. */
  private static final int LONGEST_UNIT = 6;

  private static final char REPLACEMENT = '\ufffd';
  private static final String HEX = "0123456789abcdef";

  private byte[] bytes = new byte[FIRST_BYTES];
  private int end;

  /** Whether the next entry or element needs a comma. */
  private boolean follows;

  /** Opens an object. */
  public void beginObject() {
    open('{');
  }

  /** Closes an object. */
  public void endObject() {
    close('}');
  }

  /** Writes the name of an entry; its value must follow. */
  public void name(String name) {
    separate();
    text(name);
    ascii(':');
    follows = false;
  }

  /**
   * Writes a value: null, a string, a finite number, a boolean, a list, or a map with string keys.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public void value(@Nullable Object value) {
    if (value instanceof String) {
      separate();
      text((String) value);
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      separate();
      literal(String.valueOf(value));
    } else if (value instanceof Map) {
      beginObject();
      entries((Map<?, ?>) value);
      endObject();
    } else if (value instanceof List) {
      open('[');
      for (Object element : (List<?>) value) {
        value(element);
      }
      close(']');
    } else {
      throw new IllegalArgumentException(value.getClass().getName());
    }
    follows = true;
  }

  /** Writes all entries of a map into the open object. */
  public void entries(Map<?, ?> map) {
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      name((String) entry.getKey());
      value(entry.getValue());
    }
  }

  /** Returns the number of bytes written. */
  int size() {
    return end;
  }

  /** Returns a copy of all bytes written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, end);
  }

  private void open(char bracket) {
    separate();
    ascii(bracket);
    follows = false;
  }

  private void close(char bracket) {
    ascii(bracket);
    follows = true;
  }

  private void separate() {
    if (follows) {
      ascii(',');
    }
  }

  private void literal(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[end++] = (byte) text.charAt(i);
    }
  }

  private void ascii(char c) {
    room(1);
    bytes[end++] = (byte) c;
  }

  private void text(String text) {
    ascii('"');
    int length = text.length();
    for (int i = 0; i < length; i++) {
      room(LONGEST_UNIT);
      char c = text.charAt(i);
      if (c >= 0x80) {
        i += beyondAscii(text, i);
      } else if (c < ' ' || c == '"' || c == '\\') {
        escape(c);
      } else {
        bytes[end++] = (byte) c;
      }
    }
    ascii('"');
  }

  private void escape(char c) {
    bytes[end++] = '\\';
    int known = "\"\\\b\f\n\r\t".indexOf(c);
    if (known >= 0) {
      bytes[end++] = (byte) "\"\\bfnrt".charAt(known);
      return;
    }
    bytes[end++] = 'u';
    bytes[end++] = '0';
    bytes[end++] = '0';
    bytes[end++] = (byte) HEX.charAt(c >> 4);
    bytes[end++] = (byte) HEX.charAt(c & 0xf);
  }

  /**
   * Writes the code point at {@code i}; replaces a lone surrogate. Returns the number of units
   * beyond the first.
   */
  private int beyondAscii(String text, int i) {
    char c = text.charAt(i);
    if (c < 0x800) {
      bytes[end++] = (byte) (0xc0 | (c >> 6));
      bytes[end++] = (byte) (0x80 | (c & 0x3f));
      return 0;
    }
    if (Character.isHighSurrogate(c)
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1))) {
      int codePoint = Character.toCodePoint(c, text.charAt(i + 1));
      bytes[end++] = (byte) (0xf0 | (codePoint >> 18));
      bytes[end++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
      bytes[end++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
      bytes[end++] = (byte) (0x80 | (codePoint & 0x3f));
      return 1;
    }
    char unit = Character.isSurrogate(c) ? REPLACEMENT : c;
    bytes[end++] = (byte) (0xe0 | (unit >> 12));
    bytes[end++] = (byte) (0x80 | ((unit >> 6) & 0x3f));
    bytes[end++] = (byte) (0x80 | (unit & 0x3f));
    return 0;
  }

  private void room(int count) {
    if (bytes.length - end < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + count));
    }
  }
}
