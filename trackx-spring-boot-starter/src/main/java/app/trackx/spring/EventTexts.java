package app.trackx.spring;

import app.trackx.EventPayload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The texts of an event: its message, and all values of its metadata. */
final class EventTexts {
  private EventTexts() {}

  static EventPayload replace(EventPayload event, UnaryOperator<String> replacement) {
    String message = event.getMessage();
    if (message != null) {
      event.setMessage(replacement.apply(message));
    }
    event.getMeta().replaceAll((key, value) -> replaced(value, replacement));
    return event;
  }

  private static @Nullable Object replaced(
      @Nullable Object value, UnaryOperator<String> replacement) {
    if (value instanceof String text) {
      return replacement.apply(text);
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, entry) -> copy.put(key, replaced(entry, replacement)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(entry -> copy.add(replaced(entry, replacement)));
      return copy;
    }
    return value;
  }
}
