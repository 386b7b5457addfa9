package app.trackx.peers;

import io.sentry.Sentry;

/** Sentry: {@code Sentry.init} with a DSN and {@code Sentry.captureException}. */
public final class SentryPeer implements Peer {
  private static final String CREDENTIALS = "http://0123456789abcdef0123456789abcdef@";

  @Override
  public void setUp(String serverUrl) {
    Sentry.init(options -> options.setDsn(serverUrl.replace("http://", CREDENTIALS) + "/1"));
  }

  @Override
  public void capture(Throwable error) {
    Sentry.captureException(error);
  }

  @Override
  public boolean flush(long timeoutMillis) {
    Sentry.flush(timeoutMillis);
    return true;
  }

  @Override
  public void close() {
    Sentry.close();
  }

  /** Its queue holds 30 events. */
  @Override
  public int window() {
    return 24;
  }
}
