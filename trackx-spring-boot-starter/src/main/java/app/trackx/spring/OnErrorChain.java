package app.trackx.spring;

import app.trackx.EventPayload;
import app.trackx.OnErrorHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several handlers, each of which receives the event of the one before it. */
record OnErrorChain(List<OnErrorHandler> handlers) implements OnErrorHandler {

  @Override
  public @Nullable EventPayload onError(EventPayload payload, @Nullable Throwable reason) {
    EventPayload event = payload;
    for (OnErrorHandler handler : handlers) {
      EventPayload next = handler.onError(event, reason);
      if (next == null) {
        return null; // cancelled
      }
      event = next;
    }
    return event;
  }
}
