package app.trackx.peers;

import com.bugsnag.Bugsnag;
import com.bugsnag.EndpointConfiguration;

/** Bugsnag: {@code new Bugsnag(key)} and {@code notify}. Its queue is unbounded. */
public final class BugsnagPeer implements Peer {
  private Bugsnag bugsnag;

  @Override
  public void setUp(String serverUrl) {
    bugsnag = new Bugsnag("0123456789abcdef0123456789abcdef");
    bugsnag.setEndpoints(new EndpointConfiguration(serverUrl + "/notify", serverUrl + "/sessions"));
  }

  @Override
  public void capture(Throwable error) {
    bugsnag.notify(error);
  }

  @Override
  public boolean flush(long timeoutMillis) {
    return false; // only close() waits
  }

  @Override
  public void close() {
    bugsnag.close();
  }

  @Override
  public int window() {
    return 1000;
  }
}
