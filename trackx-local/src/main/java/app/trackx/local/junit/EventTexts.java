package app.trackx.local.junit;

import app.trackx.local.Event;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All texts of an event by the property that contains them, followed by the JSON as received. */
final class EventTexts {
  private static final int AROUND = 60;

  private final Map<String, String> texts = new LinkedHashMap<>();

  private EventTexts() {}

  static EventTexts of(Event event) {
    EventTexts all = new EventTexts();
    all.add("name", event.name());
    all.add("message", event.message());
    all.add("uri", event.uri());
    all.add("stack", event.stack());
    all.add("meta", event.meta());
    all.add("the JSON", event.json());
    return all;
  }

  private void add(String place, @Nullable Object value) {
    if (value instanceof Map) {
      ((Map<?, ?>) value).forEach((key, inner) -> {
        texts.put("the name of " + place + '.' + key, String.valueOf(key));
        add(place + '.' + key, inner);
      });
    } else if (value instanceof List) {
      for (int i = 0; i < ((List<?>) value).size(); i++) {
        add(place + '[' + i + ']', ((List<?>) value).get(i));
      }
    } else if (value != null) {
      texts.put(place, value.toString());
    }
  }

  /** Finds a text, plain or percent-encoded. Returns its property with an excerpt, or null if not found. */
  @Nullable
  String find(String secret) {
    String plain = secret.toLowerCase(Locale.ROOT);
    String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      String text = entry.getValue().toLowerCase(Locale.ROOT);
      int at = Math.max(text.indexOf(plain), text.indexOf(encoded));
      if (at >= 0) {
        return entry.getKey() + ": \"" + around(entry.getValue(), at, secret.length()) + '"';
      }
    }
    return null;
  }

  private static String around(String text, int at, int length) {
    int from = Math.max(0, Math.min(at, text.length()) - AROUND);
    int to = Math.min(text.length(), at + length + AROUND);
    return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
  }
}
