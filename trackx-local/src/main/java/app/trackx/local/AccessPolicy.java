package app.trackx.local;

import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who may read the page. A browser on this machine opens any web site, and that site may neither
 * read from here nor, by giving its own name this machine's address, pretend to be here.
 *
 * <p>The second is what the {@code Host} header is checked for: it must be {@code localhost}, the
 * name that was bound, or a plain address, which no site can have for a name. If only loopback is
 * bound it must be one of loopback. The port does not matter, so that a forwarded one works.
 */
final class AccessPolicy {
  private final @Nullable String bound;
  private final boolean loopback;

  AccessPolicy(@Nullable String bound, InetAddress address) {
    this.bound = bound == null ? null : bound.toLowerCase(Locale.ROOT);
    this.loopback = address.isLoopbackAddress();
  }

  void checkHost(Request request) throws HttpError {
    String host = withoutPort(request.header("Host").toLowerCase(Locale.ROOT));
    boolean isAddress = IpAddress.isValid(host);
    boolean isLoopback = isAddress && (host.equals("::1") || host.startsWith("127."));
    if (!host.equals("localhost") && !host.equals(bound) && !(loopback ? isLoopback : isAddress)) {
      throw new HttpError(421, "This host name is not served here");
    }
  }

  /** Refuses what another site's page asks for; one at another port of this host is another. */
  void checkSite(Request request) throws HttpError {
    String site = request.header("Sec-Fetch-Site");
    boolean ours = site.isEmpty() || site.equals("same-origin") || site.equals("none");
    String origin = request.header("Origin");
    if (!ours || !(origin.isEmpty() || origin.equals("http://" + request.header("Host")))) {
      throw new HttpError(403, "Only the page itself may read this");
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
