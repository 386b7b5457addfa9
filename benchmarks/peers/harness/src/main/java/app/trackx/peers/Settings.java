package app.trackx.peers;

/** The system properties that the harness passes to a measured JVM. */
public final class Settings {
  /** Gives each event a call path of its own, for clients that fold equal errors. */
  public static final boolean DISTINCT = Boolean.getBoolean("peers.distinct");

  /** Disables a client's own rate limit, where a scenario measures what it limits. */
  public static final boolean UNLIMITED = Boolean.getBoolean("peers.unlimited");

  private Settings() {}

  /** Returns the address of the server, without a path. */
  static String serverUrl() {
    return "http://127.0.0.1:" + System.getProperty("peers.port");
  }
}
