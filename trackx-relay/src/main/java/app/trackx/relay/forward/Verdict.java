package app.trackx.relay.forward;

/** What became of a parcel. */
public enum Verdict {
  /** The server accepted it. */
  SENT,
  /** The server rejected it, and will not accept it later either. */
  DISCARDED,
  /** The server answered that it cannot process this one now, while it accepted others; counts against the parcel. */
  FAILED,
  /** The server was not reached, is limited or misconfigured; says nothing about this parcel. */
  RETURNED
}
