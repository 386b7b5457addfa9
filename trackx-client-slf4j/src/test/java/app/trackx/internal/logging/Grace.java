package app.trackx.internal.logging;

import java.util.concurrent.TimeUnit;

/** The grace period of a client without adapters, for tests of adapters. */
public final class Grace {
  private Grace() {}

  /** None: stopping the adapter closes the client and sends pending events. */
  public static void none() {
    SharedClients.grace(0);
  }

  /** Long enough for an immediate restart. */
  public static void brief() {
    SharedClients.grace(TimeUnit.MILLISECONDS.toNanos(500));
  }

  /** The default of applications. */
  public static void usual() {
    SharedClients.grace(TimeUnit.SECONDS.toNanos(2));
  }
}
