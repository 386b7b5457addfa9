package app.trackx.local.internal.json;

import app.trackx.local.internal.http.RequestBody;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON parser that returns unmodifiable maps and lists, strings, booleans, nulls, {@code Long} for integers and {@code
 * Double} for other numbers. The last of several equal keys wins.
 *
 * <p>As strict as {@code JSON.parse}. Unlike there, nesting is limited to 1000 levels, because {@code toString} of a
 * deeper map would overflow the stack. Jackson's symbol table is disabled, so that clients cannot fill it.
 */
public final class JsonReader {
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
      .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNameLength(RequestBody.LIMIT)
          .maxNumberLength(RequestBody.LIMIT)
          .maxNestingDepth(1000)
          .build())
      .build();
  private static final int LONGEST_SAFE_LONG = 18;

  private JsonReader() {}

  public static @Nullable Object read(String json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new JsonParseException(parser, "no value");
      }
      Object value = value(parser, first);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "more than one value");
      }
      return value;
    }
  }

  private static @Nullable Object value(JsonParser parser, JsonToken token) throws IOException {
    switch (token) {
      case START_OBJECT:
        return object(parser);
      case START_ARRAY:
        return array(parser);
      case VALUE_STRING:
        return parser.getText();
      case VALUE_NUMBER_INT:
      case VALUE_NUMBER_FLOAT:
        return number(parser.getText(), token);
      case VALUE_TRUE:
        return true;
      case VALUE_FALSE:
        return false;
      default:
        return null;
    }
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    String name = parser.nextFieldName();
    while (name != null) {
      object.put(name, value(parser, parser.nextToken()));
      name = parser.nextFieldName();
    }
    return Collections.unmodifiableMap(object);
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> array = new ArrayList<>();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      array.add(value(parser, token));
      token = parser.nextToken();
    }
    return Collections.unmodifiableList(array);
  }

  private static Object number(String text, JsonToken token) {
    if (token == JsonToken.VALUE_NUMBER_INT && text.length() <= LONGEST_SAFE_LONG) {
      return Long.valueOf(text);
    }
    return Double.valueOf(text);
  }
}
