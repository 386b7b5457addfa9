package app.trackx;

import app.trackx.internal.stack.StackText;
import org.jspecify.annotations.Nullable;

/** An event as the factory created it, not yet scrubbed, and its folding key. */
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
   * Returns a hash of the server's grouping criteria: the frames or, without frames, type, name and
   * message. It always includes type and name, so that an event never stands for an error of
   * another class. Hashed, since names and messages may be long and keys are remembered.
   */
  private static String key(EventPayload payload, @Nullable StackText stack, Scrubber scrubber) {
    String what =
        stack != null && stack.hasFrames() ? stack.fingerprint() : message(payload, scrubber);
    return StackText.hashOf(payload.getType().code() + "\n" + payload.getName() + "\n" + what);
  }

  /** Returns the message as the server will receive it. */
  private static @Nullable String message(EventPayload payload, Scrubber scrubber) {
    try {
      return scrubber.scrub(payload.getMessage());
    } catch (OutOfMemoryError full) {
      throw full; // the caller retries with the memory reserve released
    } catch (Throwable failedInUserCode) {
      return payload.getMessage(); // it fails again when the event is scrubbed, and is counted then
    }
  }
}
