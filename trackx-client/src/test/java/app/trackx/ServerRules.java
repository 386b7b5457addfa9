package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.json.NastyText;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The server's rules for the body of an event, as observed on trackx-api 0.41, and the client's own
 * limit of 256 KiB, which is far below the size that the server discards silently.
 */
final class ServerRules {
  private static final String[] PROPERTIES = {"name", "message", "stack", "type", "uri", "meta"};

  private ServerRules() {}

  /**
   * Checks all rules and returns the event as maps, lists, strings, and numbers as text in a
   * Number.
   */
  static Map<String, Object> check(byte[] body) {
    assertThat(body.length).as("bytes").isLessThanOrEqualTo(256 * 1024);
    Map<String, Object> event = parse(body);
    assertThat(event)
        .containsOnlyKeys(
            List.of(PROPERTIES).stream().filter(event::containsKey).toArray(String[]::new));
    assertThat(event).doesNotContainValue(null);
    checkText(event, "name", 512);
    checkText(event, "message", 10_000);
    checkText(event, "stack", 131_072);
    checkText(event, "uri", 1_000);
    assertThat(event.get("type").toString()).as("type").matches("[0-9]{1,2}");
    assertThat(event.get("meta")).as("meta").isInstanceOf(Map.class);
    return event;
  }

  private static void checkText(Map<String, Object> event, String property, int limit) {
    if (event.containsKey(property)) {
      assertThat(event.get(property)).as(property).isInstanceOf(String.class);
      assertThat(((String) event.get(property)).length()).as(property).isLessThanOrEqualTo(limit);
    }
  }

  /** Parses strict JSON in strict UTF-8 without duplicate names in an object. */
  static Map<String, Object> parse(byte[] body) {
    try (JsonReader in = new JsonReader(new StringReader(decode(body)))) {
      in.setStrictness(Strictness.STRICT);
      Map<String, Object> object = readObject(in);
      assertThat(in.peek()).isEqualTo(JsonToken.END_DOCUMENT);
      return object;
    } catch (IOException e) {
      throw new AssertionError("not strict JSON", e);
    }
  }

  private static String decode(byte[] body) throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(body))
        .toString();
  }

  private static Map<String, Object> readObject(JsonReader in) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    in.beginObject();
    while (in.hasNext()) {
      String name = whole(in.nextName());
      assertThat(object.containsKey(name)).as("%s stands twice", name).isFalse();
      object.put(name, read(in));
    }
    in.endObject();
    return object;
  }

  private static Object read(JsonReader in) throws IOException {
    switch (in.peek()) {
      case BEGIN_OBJECT:
        return readObject(in);
      case BEGIN_ARRAY:
        List<Object> list = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
          list.add(read(in));
        }
        in.endArray();
        return list;
      case STRING:
        return whole(in.nextString());
      case NUMBER:
        return new java.math.BigDecimal(in.nextString());
      case BOOLEAN:
        return in.nextBoolean();
      default:
        in.nextNull();
        return null;
    }
  }

  private static String whole(String text) {
    assertThat(NastyText.hasLoneSurrogate(text))
        .as("half a code point in %s", text)
        .isFalse();
    return text;
  }
}
