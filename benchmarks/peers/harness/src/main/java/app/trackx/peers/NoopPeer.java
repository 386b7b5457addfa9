package app.trackx.peers;

/** A client that does nothing, which shows the costs of the harness. */
public final class NoopPeer implements Peer {
  private static volatile Throwable last;

  @Override
  public void setUp(String serverUrl) {}

  @Override
  public void capture(Throwable error) {
    last = error;
  }

  @Override
  public boolean flush(long timeoutMillis) {
    return last != null;
  }

  @Override
  public void close() {}
}
