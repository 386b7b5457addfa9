package app.trackx.internal.spool;

/** Why an event that was on disk will not be handed out any more. */
public enum Loss {
  /** It was the oldest when there was no room. */
  EVICTED,
  /** Its file is not as it was written, or belongs to another user. It was put aside. */
  DAMAGED,
  /** Its file has vanished: someone deleted it, or moved it away. */
  GONE
}
