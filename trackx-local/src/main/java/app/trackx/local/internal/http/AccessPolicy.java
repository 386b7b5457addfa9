package app.trackx.local.internal.http;

import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rules that prevent other web sites, open in a browser on this machine, from reading or changing the page's data.
 *
 * <p>Checking the {@code Host} header prevents DNS rebinding, where a site's host name resolves to this machine. The
 * header must be {@code localhost}, the host that the server was bound to, or an IP address, which cannot be the name of
 * a site; if the server listens on loopback only, a loopback address. The port is ignored, so that port forwarding
 * works.
 */
public final class AccessPolicy {
  private final @Nullable String bound;
  private final boolean loopback;

  public AccessPolicy(@Nullable String bound, InetAddress address) {
    this.bound = bound == null ? null : bound.toLowerCase(Locale.ROOT);
    this.loopback = address.isLoopbackAddress();
  }

  public void checkHost(Request request) throws HttpError {
    String host = withoutPort(request.header("Host").toLowerCase(Locale.ROOT));
    boolean isAddress = IpAddress.isValid(host);
    boolean isLoopback = isAddress && (host.equals("::1") || host.startsWith("127."));
    if (!host.equals("localhost") && !host.equals(bound) && !(loopback ? isLoopback : isAddress)) {
      throw new HttpError(421, "This host name is not served here");
    }
  }

  /** Rejects requests of pages from other sites. A page on another port of this host is another site. */
  public void checkSite(Request request) throws HttpError {
    String site = request.header("Sec-Fetch-Site");
    boolean ours = site.isEmpty() || site.equals("same-origin") || site.equals("none");
    String origin = request.header("Origin");
    if (!ours || !(origin.isEmpty() || origin.equals("http://" + request.header("Host")))) {
      throw new HttpError(403, "Only the page itself may read this");
    }
  }

  /**
   * Rejects requests for a change unless the browser states that the page itself made them. All browsers send at least one
   * of the two headers with a POST request, and no page can set them.
   */
  public void checkChange(Request request) throws HttpError {
    checkSite(request);
    boolean stated = request.header("Sec-Fetch-Site").equals("same-origin")
        || !request.header("Origin").isEmpty();
    if (!stated) {
      throw new HttpError(403, "Only the page itself may change this");
    }
  }

  private static String withoutPort(String host) {
    if (host.startsWith("[")) {
      return host.substring(1, Math.max(host.indexOf(']'), 1));
    }
    int colon = host.indexOf(':');
    return colon < 0 ? host : host.substring(0, colon);
  }
}
