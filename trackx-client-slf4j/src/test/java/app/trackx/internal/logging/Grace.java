package app.trackx.internal.logging;

import java.util.concurrent.TimeUnit;

/** How long a client that no adapter uses any more stays open, for tests of adapters. */
public final class Grace {
  private Grace() {}

  /** None: it is closed when the adapter stops, which waits for what is pending. */
  public static void none() {
    SharedClients.grace(0);
  }

  /** Long enough for what is done at once. */
  public static void brief() {
    SharedClients.grace(TimeUnit.MILLISECONDS.toNanos(500));
  }

  /** As it is for applications. */
  public static void usual() {
    SharedClients.grace(TimeUnit.SECONDS.toNanos(2));
  }
}
