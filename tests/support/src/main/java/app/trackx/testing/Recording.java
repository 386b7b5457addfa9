package app.trackx.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A request, and what trackx-api 0.41 on Node.js 20 made of it; shown by its id in test reports. Numbers are {@code Long} or
 * {@code Double}.
 *
 * <p>Needs jackson-core, which the module of the test brings.
 */
public record Recording(Map<String, Object> fields) {
  /** The abbreviation of a repeated character. */
  private static final Pattern REPEAT = Pattern.compile("\\$\\{(.)\\*(\\d+)}");

  private static final JsonFactory JSON = new JsonFactory();
  private static final int LONGEST_SAFE_LONG = 18;

  /** Returns the recordings of a file: {@code raw-vectors.json}, {@code request-vectors.json} or {@code stack-vectors.json}. */
  @SuppressWarnings("unchecked") // read() creates no other maps
  public static Stream<Recording> of(String file) {
    try (InputStream in = open(file);
        JsonParser json = JSON.createParser(in)) {
      json.nextToken();
      return ((List<Map<String, Object>>) read(json)).stream().map(Recording::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns each recorded {@code User-Agent}, and the browser and the operating system that the server stores of it. */
  public static Stream<List<String>> userAgents() {
    try (InputStream in = open("user-agents.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> List.of(line.split(" \\| ")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String file) {
    String path = "/contract/" + file;
    return Objects.requireNonNull(Recording.class.getResourceAsStream(path), path);
  }

  public String text(String name) {
    return (String) field(name);
  }

  public long number(String name) {
    return (Long) field(name);
  }

  @SuppressWarnings("unchecked") // read() creates no other maps
  public Map<String, ?> object(String name) {
    return (Map<String, ?>) field(name);
  }

  public List<?> list(String name) {
    return (List<?>) field(name);
  }

  public Object field(String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }

  /** Returns the text of the field {@code body}, or its JSON if it is no text; empty if there is none. */
  public String body() {
    Object body = fields.containsKey("body") ? field("body") : "";
    return expand(body instanceof String text ? text : JsonTexts.of(body));
  }

  /** Writes out all abbreviations in a text. */
  public static String expand(String text) {
    return REPEAT
        .matcher(text)
        .replaceAll(match ->
            Matcher.quoteReplacement(match.group(1).repeat(Integer.parseInt(match.group(2)))));
  }

  @Override
  public String toString() {
    return text("id");
  }

  private static Object read(JsonParser json) throws IOException {
    switch (json.currentToken()) {
      case START_OBJECT:
        Map<String, Object> object = new LinkedHashMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
          json.nextToken();
          object.put(name, read(json));
        }
        return object;
      case START_ARRAY:
        List<Object> array = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          array.add(read(json));
        }
        return array;
      case VALUE_NUMBER_INT:
        return json.getText().length() <= LONGEST_SAFE_LONG
            ? (Object) json.getLongValue()
            : Double.valueOf(json.getText());
      case VALUE_NUMBER_FLOAT:
        return json.getDoubleValue();
      case VALUE_TRUE:
        return true;
      case VALUE_FALSE:
        return false;
      case VALUE_NULL:
        return null;
      default:
        return json.getText();
    }
  }
}
