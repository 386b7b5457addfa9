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
 * A handler that redacts an application-specific kind of data, here customer numbers such as
 * C-204816.
 *
 * <p>Use it if the text alone is not enough to decide: if the decision depends on the exception or
 * another part of the event, or if earlier handlers add text, which no scrubber sees. Otherwise use
 * {@link ScrubByRule}. The standard scrubber runs first, so this handler sees its placeholders.
 *
 * <pre>{@code
 * TrackX.setup(endpoint, new ScrubByHandler());
 * }</pre>
 *
 * <p>Messages of causes are not in the event's message but in its meta, under {@code causes}, a
 * list of maps; so all of meta is scrubbed, including keys. The stack is not: it contains only
 * class names and frames. If this handler throws, the event is not sent. Immutable and thread-safe.
 */
final class ScrubByHandler implements OnErrorHandler {
  /**
   * Of fixed length and without alternatives, so it never backtracks, even on long text. It errs on
   * the side of redacting too much: {@code _} and letters may follow.
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

  /** Meta is a copy made by the client: strings and numbers in finite maps and lists. */
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

  @SuppressWarnings("NullAway") // a LinkedHashMap permits nulls; JDK annotations do not tell
  private static Map<String, @Nullable Object> cleanMap(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    // of two keys that are customer numbers only the later one is kept, which is the safe side
    map.forEach((key, value) -> copy.put(clean(String.valueOf(key)), cleanValue(value)));
    return copy;
  }
}
