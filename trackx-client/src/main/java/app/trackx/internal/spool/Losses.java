package app.trackx.internal.spool;

/** Is told of each event that the spool has lost, once. */
public interface Losses {
  /** On the thread that called the spool, under no lock. What it throws is swallowed. */
  void lost(SpooledEvent event, Loss why);
}
