package app.trackx.internal.delivery;

/**
 * {@code limit_req} of upstream's nginx.conf as ngx_http_limit_req_module computes it: 6 requests
 * a minute, a burst of 30, in thousandths of a request and whole milliseconds.
 */
public final class UpstreamsNginx {
  private static final long RATE = 6 * 1000 / 60;
  private static final long MOST = 30 * 1000;

  private boolean known;
  private long excess;
  private long last;

  /** Returns whether a request at that time passes; a rejected one leaves no trace. */
  public boolean lets(long millis) {
    if (!known) {
      known = true;
      last = millis;
      return true;
    }
    long passed = millis - last;
    long next = Math.max(0, excess - RATE * passed / 1000 + 1000);
    if (next > MOST) {
      return false;
    }
    excess = next;
    last = millis;
    return true;
  }
}
