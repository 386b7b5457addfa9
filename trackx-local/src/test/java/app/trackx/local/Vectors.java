package app.trackx.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recordings of the real server, with support for their two kinds of abbreviation. */
final class Vectors {
  private static final Pattern REPEAT = Pattern.compile("\\$\\{(.)\\*(\\d+)}");

  private Vectors() {}

  /** A recorded vector, shown by its id in test reports. */
  record Vector(Map<String, @Nullable Object> fields) {
    String text(String name) {
      return (String) field(name);
    }

    long number(String name) {
      return (Long) field(name);
    }

    @SuppressWarnings("unchecked")
    Map<String, ?> object(String name) {
      return (Map<String, ?>) field(name);
    }

    Object field(String name) {
      return Objects.requireNonNull(fields.get(name), name);
    }

    /** Returns the JSON text of an object, or a text unchanged; empty if there is no body. */
    String body() throws IOException {
      Object body = fields.containsKey("body") ? field("body") : "";
      return expand(body instanceof String text ? text : write(body));
    }

    @Override
    public String toString() {
      return text("id");
    }
  }

  @SuppressWarnings("unchecked")
  static Stream<Vector> of(String file) {
    try (InputStream in = Vectors.class.getResourceAsStream("/contract/" + file)) {
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Object vectors = Objects.requireNonNull(JsonReader.read(json));
      return ((List<Map<String, @Nullable Object>>) vectors).stream().map(Vector::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String expand(String text) {
    return REPEAT
        .matcher(text)
        .replaceAll(match ->
            Matcher.quoteReplacement(match.group(1).repeat(Integer.parseInt(match.group(2)))));
  }

  static String write(@Nullable Object value) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      write(json, value);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName((String) entry.getKey());
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value == null) {
      json.writeNull();
    } else {
      json.writeString((String) value);
    }
  }
}
