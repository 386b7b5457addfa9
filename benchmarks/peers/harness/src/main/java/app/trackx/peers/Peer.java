package app.trackx.peers;

/**
 * An error-tracking client. The harness loads the class {@code app.trackx.peers.NamePeer} of the client
 * {@code name}.
 *
 * <p>An implementation does what the quick start of the client documents. It tunes nothing, but it points the client to
 * the server on loopback, and disables calls to any other host.
 */
public interface Peer {
  /** Sets up the client; the address has no path. */
  void setUp(String serverUrl) throws Exception;

  /** Reports a handled exception. */
  void capture(Throwable error) throws Exception;

  /**
   * Blocks until captured events have been sent, and leaves the client usable. Returns false at once if the client has
   * no such method; then only {@link #close} may wait for them.
   */
  boolean flush(long timeoutMillis) throws Exception;

  /** Shuts down the client as its documentation recommends. */
  void close() throws Exception;

  /** Returns how many events may be in flight in the throughput scenario without an overflow of the client's queue. */
  default int window() {
    return 20;
  }

  /** Returns how long the server must receive nothing before a run counts as drained. */
  default int quietMillis() {
    return 1_500;
  }

  /** Creates the client that is named by the system property {@code peers.class}. */
  static Peer load() throws Exception {
    return (Peer) Class.forName(System.getProperty("peers.class"))
        .getDeclaredConstructor()
        .newInstance();
  }
}
