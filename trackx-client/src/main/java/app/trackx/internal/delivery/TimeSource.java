package app.trackx.internal.delivery;

/**
 * The two clocks of the client: one that never jumps, for waiting, and one that people read, for
 * what is written into an event.
 */
public interface TimeSource {
  /** The clocks of this machine. */
  TimeSource SYSTEM = new TimeSource() {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public long wallMillis() {
      return System.currentTimeMillis();
    }
  };

  /** Nanoseconds since an arbitrary moment; only differences mean anything. */
  long nanoTime();

  /** Milliseconds since 1970 UTC; may jump either way. */
  long wallMillis();
}
