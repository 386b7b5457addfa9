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
  public static final String KAFKA = "trackx-kafka";

  /** The start of the names that Kafka gives to its threads for producers of the client's transport. */
  public static final String KAFKA_PRODUCER = "kafka-producer-network-thread | trackx-client-";

  private ThreadNames() {}

  /**
   * Returns the name of a thread, of any library or the application. Most virtual threads have none:
   * they are {@code virtual #28}, with their identifier.
   *
   * @return never empty
   */
  public static String of(Thread thread) {
    String name = thread.getName();
    if (!name.isEmpty()) {
      return name;
    }
    // Thread.isVirtual() does not exist in Java 8
    boolean virtual = thread.getClass().getName().endsWith("VirtualThread");
    return virtual ? ofVirtual(thread.getId()) : "#" + thread.getId();
  }

  /** Returns the name of a virtual thread that has none. */
  public static String ofVirtual(long id) {
    return "virtual #" + id;
  }

  /** Returns whether a thread of this name belongs to a client. */
  public static boolean isName(@Nullable String name) {
    if (name == null || !name.startsWith("trackx-")) {
      return name != null && name.startsWith(KAFKA_PRODUCER);
    }
    // no array: this may first run when an error left no stack to create one
    return name.equals(PROCESS)
        || name.equals(SEND)
        || name.equals(PING)
        || name.equals(SPOOL)
        || name.equals(LOG)
        || name.equals(EXIT)
        || name.equals(HTTP)
        || name.equals(KAFKA);
  }
}
