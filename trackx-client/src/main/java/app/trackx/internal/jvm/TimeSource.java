package app.trackx.internal.jvm;

/**
 * The two clocks of the client: a monotonic one for waiting, and the wall clock for timestamps in
 * events.
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

  /** Returns nanoseconds since an arbitrary moment; only differences are meaningful. */
  long nanoTime();

  /** Returns milliseconds since 1970 UTC; may jump in either direction. */
  long wallMillis();
}
