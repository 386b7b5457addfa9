package app.trackx.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {
  private static final JsonFactory JACKSON = new JsonFactory();

  @Test
  void document_isWrittenWithoutAByteTooMuch() {
    JsonWriter out = new JsonWriter();
    out.beginObject();
    out.name("a");
    out.value(1);
    out.name("b");
    out.beginObject();
    out.name("c");
    out.value(List.of(true, "x", List.of(), Map.of(), Map.of("d", 2.5)));
    out.entries(Collections.singletonMap("e", null));
    out.endObject();
    out.name("f");
    out.value(Map.of());
    out.endObject();

    assertThat(text(out))
        .isEqualTo("{\"a\":1,\"b\":{\"c\":[true,\"x\",[],{},{\"d\":2.5}],\"e\":null},\"f\":{}}");
  }

  @Test
  void eachCharacter_isReadBackAsItWas_orReplaced() throws Exception {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      String text = "a" + (char) c + "b";

      String expected = Character.isSurrogate((char) c) ? "a\ufffdb" : text;
      assertThat(roundTrip(text)).as("U+%04X", c).isEqualTo(expected);
    }
  }

  @Test
  void controlCharactersQuotesAndBackslashes_areEscapedAndNothingElse() {
    JsonWriter out = new JsonWriter();
    out.value("\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028");

    assertThat(text(out)).isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\u2028\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\ud83d\ude00",
        "\ud800",
        "\udc00",
        "\udc00\ud800",
        "\ud800\ud800\udc00",
        "\ud83da",
        "a\ud83d"
      })
  void surrogates_arePairedOrReplaced(String text) throws Exception {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8); // encodes a lone one as '?'

    assertThat(roundTrip(text).replace('\ufffd', '?'))
        .isEqualTo(new String(utf8, StandardCharsets.UTF_8));
  }

  @Test
  void textsOfAllLengthsAroundTheBuffersEnd_areWhole() throws Exception {
    for (int length = 8 * 1024 - 16; length < 8 * 1024 + 16; length++) {
      for (String last : new String[] {"x", "\u0001", "\u20ac", "\ud83d\ude00"}) {
        String text = "x".repeat(length) + last;
        assertThat(roundTrip(text)).isEqualTo(text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20_261_129})
  void randomValues_areReadBackByAnotherLibrary(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      Object value = value(random, 4);

      assertThat(roundTrip(value)).as("seed %d, value %d", seed, i).isEqualTo(expected(value));
    }
  }

  @Test
  void anythingElse_isRefused() {
    for (Object value : new Object[] {'c', new int[0], new Object(), StringBuilder.class}) {
      assertThatThrownBy(() -> new JsonWriter().value(value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(value.getClass().getName());
    }
  }

  private static Object value(Random random, int depth) {
    switch (random.nextInt(depth == 0 ? 6 : 8)) {
      case 0:
        return null;
      case 1:
        return random.nextBoolean();
      case 2:
        return random.nextLong();
      case 3:
        return random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300);
      case 4:
        return new BigDecimal(new BigInteger(100, random), random.nextInt(60) - 30);
      case 5:
        return string(random);
      case 6:
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          list.add(value(random, depth - 1));
        }
        return list;
      default:
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          map.put(replaced(string(random)), value(random, depth - 1));
        }
        return map;
    }
  }

  private static String string(Random random) {
    int[] beyond = {' ', 0x80, 0x800, 0x10000, 0x110000};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      int codePoint = random.nextInt(beyond[random.nextInt(beyond.length)]);
      text.appendCodePoint(codePoint); // lone surrogates, too
    }
    return text.toString();
  }

  /** Returns the value in the form in which it is parsed again. */
  private static Object expected(Object value) {
    if (value instanceof String) {
      return replaced((String) value);
    }
    if (value instanceof Number) {
      return new BigDecimal(value.toString());
    }
    if (value instanceof List) {
      List<Object> copy = new ArrayList<>();
      ((List<?>) value).forEach(element -> copy.add(expected(element)));
      return copy;
    }
    if (value instanceof Map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      ((Map<?, ?>) value).forEach((key, entry) -> copy.put(key, expected(entry)));
      return copy;
    }
    return value;
  }

  private static String replaced(String text) {
    StringBuilder whole = new StringBuilder();
    text.codePoints().forEach(c -> whole.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 0xfffd : c));
    return whole.toString();
  }

  private static Object roundTrip(Object value) throws IOException {
    return parse(write(value));
  }

  private static String roundTrip(String value) throws IOException {
    return (String) parse(write(value));
  }

  private static byte[] write(Object value) {
    JsonWriter out = new JsonWriter();
    out.value(value);
    return out.toByteArray();
  }

  /** Decodes strictly: bytes that are not UTF-8 fail. */
  private static String text(JsonWriter out) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(out.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError(e);
    }
  }

  private static Object parse(byte[] json) throws IOException {
    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
    try (JsonParser parser = JACKSON.createParser(json)) {
      parser.nextToken();
      Object value = read(parser);
      assertThat(parser.nextToken()).as("something behind the value").isNull();
      return value;
    }
  }

  private static Object read(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case VALUE_STRING:
        return parser.getText();
      case VALUE_NUMBER_INT:
      case VALUE_NUMBER_FLOAT:
        return parser.getDecimalValue();
      case VALUE_TRUE:
        return true;
      case VALUE_FALSE:
        return false;
      case VALUE_NULL:
        return null;
      case START_ARRAY:
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(read(parser));
        }
        return list;
      case START_OBJECT:
        Map<Object, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          map.put(name, read(parser));
        }
        return map;
      default:
        throw new AssertionError(parser.currentToken());
    }
  }
}
