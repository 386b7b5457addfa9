package app.trackx.relay.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON parser that returns maps, lists, strings, booleans, nulls, {@code Long} for integers, and {@code Double} for other
 * numbers; as strict as {@code JSON.parse}, and like there the last of several equal keys wins.
 *
 * <p>Nesting is limited, since what is parsed here is walked recursively. Jackson's symbol table is disabled, so that clients
 * cannot fill it.
 */
public final class Json {
  /** The maximum size of a request's body, in bytes: that of the server, as observed on trackx-api 0.41. */
  public static final int MAX_BODY = 1_048_576;

  /** The maximum depth of maps and lists. The server has no limit. */
  static final int MAX_DEPTH = 500;

  private static final JsonFactory FACTORY = JsonFactory.builder()
      .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
      .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNameLength(MAX_BODY)
          .maxNumberLength(MAX_BODY)
          .maxNestingDepth(MAX_DEPTH)
          .build())
      .build();
  private static final int LONGEST_SAFE_LONG = 18;

  private Json() {}

  /**
   * Parses a document.
   *
   * @return mutable maps and lists; null for a JSON null
   * @throws IOException if it is no JSON, or nested too deep
   */
  public static @Nullable Object read(byte[] utf8) throws IOException {
    // a decoder of the JDK, which replaces malformed bytes as the server's does
    try (JsonParser parser = FACTORY.createParser(new String(utf8, StandardCharsets.UTF_8))) {
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

  /** Casts a parsed object to a map. */
  @SuppressWarnings("unchecked") // read() creates no other maps
  public static Map<String, @Nullable Object> object(Object value) {
    return (Map<String, @Nullable Object>) value;
  }

  private static @Nullable Object value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> elements(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText(), token);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Map<String, @Nullable Object> members(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    String name = parser.nextFieldName();
    while (name != null) {
      members.put(name, value(parser, parser.nextToken()));
      name = parser.nextFieldName();
    }
    return members;
  }

  private static List<@Nullable Object> elements(JsonParser parser) throws IOException {
    List<@Nullable Object> elements = new ArrayList<>();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      elements.add(value(parser, token));
      token = parser.nextToken();
    }
    return elements;
  }

  private static Object number(String text, JsonToken token) {
    if (token == JsonToken.VALUE_NUMBER_INT && text.length() <= LONGEST_SAFE_LONG) {
      return Long.valueOf(text);
    }
    double value = Double.parseDouble(text);
    // beyond a double's range there is no JSON for it; JavaScript would write null
    return Double.isInfinite(value) ? Math.copySign(Double.MAX_VALUE, value) : (Object) value;
  }
}
