package app.trackx.internal.spool;

/** The reason why an event that was on disk is lost. */
public enum Loss {
  /** It was the oldest event when there was no room. */
  EVICTED,
  /** Its file is damaged or belongs to another user. The file was set aside. */
  DAMAGED,
  /** Its file was deleted or moved away by someone else. */
  GONE
}
