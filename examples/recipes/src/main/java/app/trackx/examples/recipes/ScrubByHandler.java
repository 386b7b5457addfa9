package app.trackx.examples.recipes;

import app.trackx.EventPayload;
import app.trackx.OnErrorHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes an own kind of data out of an event; here customer numbers, such as C-204816.
 *
 * <p>Use it where the text alone does not tell: where it depends on the exception, on another part
 * of the event, or where handlers before this one add texts, which no scrubber sees. Else take
 * {@link ScrubByRule}. The standard scrubber has been there before: this finds its labels.
 *
 * <pre>{@code
 * TrackX.setup(endpoint, new ScrubByHandler());
 * }</pre>
 *
 * <p>What the causes say is not in the message of the event but in its meta, under {@code causes},
 * a list of maps, so all of meta is gone through, keys too. The stack is not: it holds class names
 * and frames alone. If this throws, the event is not sent. Immutable; any thread.
 */
final class ScrubByHandler implements OnErrorHandler {
  /**
   * Of fixed length and without alternatives, so it never goes back, however long the text. Rather
   * too much than too little: {@code _} and letters may follow.
   */
  private static final Pattern CUSTOMER = Pattern.compile("(?<![A-Za-z0-9])[Cc]-[0-9]{6}(?![0-9])");

  @Override
  public EventPayload onError(EventPayload event, @Nullable Throwable reason) {
    event.setName(clean(event.getName()));
    event.setMessage(clean(event.getMessage()));
    event.setUri(clean(event.getUri()));
    event.setMeta(cleanMap(event.getMeta()));
    return event;
  }

  private static @Nullable String clean(@Nullable String text) {
    return text == null ? null : CUSTOMER.matcher(text).replaceAll("[customer]");
  }

  /** Meta is a copy that the client made: texts and numbers, in maps and lists that end. */
  private static @Nullable Object cleanValue(@Nullable Object value) {
    if (value instanceof String text) {
      return clean(text);
    }
    if (value instanceof Map<?, ?> map) {
      return cleanMap(map);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(element -> copy.add(cleanValue(element)));
      return copy;
    }
    return value;
  }

  @SuppressWarnings("NullAway") // a LinkedHashMap takes nulls, which JDK annotations do not say
  private static Map<String, @Nullable Object> cleanMap(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    // of two keys that are customers' numbers the later one stays: better one too few
    map.forEach((key, value) -> copy.put(clean(String.valueOf(key)), cleanValue(value)));
    return copy;
  }
}
