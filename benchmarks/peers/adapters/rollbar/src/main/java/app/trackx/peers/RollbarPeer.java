package app.trackx.peers;

import com.rollbar.notifier.Rollbar;
import com.rollbar.notifier.config.ConfigBuilder;

/** Rollbar: {@code Rollbar.init} with a token and an environment, and {@code error}. */
public final class RollbarPeer implements Peer {
  private Rollbar rollbar;

  @Override
  public void setUp(String serverUrl) {
    rollbar = Rollbar.init(ConfigBuilder.withAccessToken("0123456789abcdef0123456789abcdef")
        .environment("production")
        .endpoint(serverUrl + "/api/1/item/")
        .build());
  }

  @Override
  public void capture(Throwable error) {
    rollbar.error(error);
  }

  @Override
  public boolean flush(long timeoutMillis) {
    return false; // only close(true) waits
  }

  @Override
  public void close() throws Exception {
    rollbar.close(true);
  }

  /** Its queue is unbounded and emptied by a timer, so a larger window favors it. */
  @Override
  public int window() {
    return 20_000;
  }

  /** The period of its timer is a few seconds. */
  @Override
  public int quietMillis() {
    return 6_500;
  }
}
