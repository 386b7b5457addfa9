package app.trackx.internal.jvm;

import org.jspecify.annotations.Nullable;

/**
 * The names of the client's threads. They identify a thread of any client, even of one that another
 * class loader has loaded or in a log record that passed through a queue.
 */
public final class ThreadNames {
  public static final String PROCESS = "trackx-process";
  public static final String SEND = "trackx-send";
  public static final String PING = "trackx-ping";
  public static final String SPOOL = "trackx-spool";
  public static final String LOG = "trackx-log";
  public static final String EXIT = "trackx-exit";
  public static final String HTTP = "trackx-http";

  private ThreadNames() {}

  /** Returns whether a thread of this name belongs to a client. */
  public static boolean isName(@Nullable String name) {
    if (name == null || !name.startsWith("trackx-")) {
      return false;
    }
    // no array: this may first run when an error left no stack to create one
    return name.equals(PROCESS)
        || name.equals(SEND)
        || name.equals(PING)
        || name.equals(SPOOL)
        || name.equals(LOG)
        || name.equals(EXIT)
        || name.equals(HTTP);
  }
}
