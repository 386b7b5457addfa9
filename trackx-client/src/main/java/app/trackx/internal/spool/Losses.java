package app.trackx.internal.spool;

/** A listener that is told once of each event that the spool loses. */
public interface Losses {
  /** Called on the thread that called the spool, without a lock. Exceptions are swallowed. */
  void lost(SpooledEvent event, Loss why);
}
