package app.trackx.examples.quickstart;

import app.trackx.EventPayload;
import app.trackx.OnErrorHandler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps personal data in the house: masks it in every event, and cancels what is no error. */
final class PersonalData implements OnErrorHandler {
  private static final Pattern EMAIL = Pattern.compile("[\\w.+-]{1,64}@[\\w.-]{1,255}");
  private static final Pattern CARD = Pattern.compile("\\b\\d(?:[ -]?\\d){12,18}\\b");

  @Override
  public @Nullable EventPayload onError(EventPayload event, @Nullable Throwable reason) {
    if (reason instanceof CancellationException) {
      return null; // the customer changed their mind
    }
    String message = event.getMessage();
    if (message != null) {
      event.setMessage(mask(message));
    }
    // the messages of the causes are in there
    event.getMeta().replaceAll((key, value) -> maskAll(value));
    return event;
  }

  private static String mask(String text) {
    return CARD.matcher(EMAIL.matcher(text).replaceAll("[e-mail]")).replaceAll("[card]");
  }

  private static Object maskAll(Object value) {
    if (value instanceof String text) {
      return mask(text);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(PersonalData::maskAll).toList();
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> masked = new LinkedHashMap<>();
      map.forEach((key, item) -> masked.put(key, maskAll(item)));
      return masked;
    }
    return value;
  }
}
