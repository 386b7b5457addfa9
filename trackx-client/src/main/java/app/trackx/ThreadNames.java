package app.trackx;

import org.jspecify.annotations.Nullable;

/**
 * The names of the client's threads. By its name a thread of any client is known, also of one that
 * another class loader has loaded, and in a log record that has gone through a queue.
 */
final class ThreadNames {
  static final String DELIVERY = "trackx-process";
  static final String SENDER = "trackx-send";
  static final String PING = "trackx-ping";
  static final String SPOOL = "trackx-spool";
  static final String LOG = "trackx-log";
  static final String EXIT = "trackx-exit";
  static final String HTTP = "trackx-http";

  private ThreadNames() {}

  static boolean isName(@Nullable String name) {
    if (name == null || !name.startsWith("trackx-")) {
      return false;
    }
    // no array of them: this is asked with an error first, when there may be no stack to make one
    return name.equals(DELIVERY)
        || name.equals(SENDER)
        || name.equals(PING)
        || name.equals(SPOOL)
        || name.equals(LOG)
        || name.equals(EXIT)
        || name.equals(HTTP);
  }
}
