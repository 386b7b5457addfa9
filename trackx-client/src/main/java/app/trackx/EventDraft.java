package app.trackx;

import app.trackx.internal.stack.StackText;
import org.jspecify.annotations.Nullable;

/** An event as the factory made it, and the key by which it may be folded; not yet scrubbed. */
final class EventDraft {
  final EventPayload payload;
  final @Nullable Throwable reason;
  final String key;

  EventDraft(
      EventPayload payload,
      @Nullable Throwable reason,
      @Nullable StackText stack,
      Scrubber scrubber) {
    this.payload = payload;
    this.reason = reason;
    this.key = key(payload, stack, scrubber);
  }

  /**
   * A hash of what the server groups by, which is the frames, or where there is none, type, name and
   * message; and in any case of type and name, so that an event never stands for an error of another
   * class. A hash, since names and messages may be long and keys are remembered.
   */
  private static String key(EventPayload payload, @Nullable StackText stack, Scrubber scrubber) {
    String what =
        stack != null && stack.hasFrames() ? stack.fingerprint() : message(payload, scrubber);
    return StackText.hashOf(payload.getType().code() + "\n" + payload.getName() + "\n" + what);
  }

  /** As the server will see it. */
  private static @Nullable String message(EventPayload payload, Scrubber scrubber) {
    try {
      return scrubber.scrub(payload.getMessage());
    } catch (OutOfMemoryError full) {
      throw full; // it is tried again with the memory that is held for that
    } catch (Throwable failedInUserCode) {
      return payload.getMessage(); // it fails again when it matters, and is counted then
    }
  }
}
