package app.trackx.spring;

import app.trackx.EventPayload;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cuts path and query of requests, as WebFlux prints them in checkpoints and log records, out of all
 * texts of an event: the route says where it was.
 */
final class RequestTexts implements EventRule {
  private static final Pattern REQUEST = Pattern.compile("(HTTP [A-Z]{1,20}) \"[^\"\\n]*\"");

  @Override
  public EventPayload apply(EventPayload event, @Nullable Throwable reason) {
    return EventTexts.replace(event, text -> REQUEST.matcher(text).replaceAll("$1"));
  }
}
