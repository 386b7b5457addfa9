package app.trackx.relay.front;

import app.trackx.relay.intake.Json;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The origin of a report's URL, in the form of an {@code Origin} header. */
final class ReportOrigin {
  private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443);

  private ReportOrigin() {}

  /**
   * Returns the origin of the first report in a parsed body.
   *
   * @throws HttpError if there is none
   */
  static String ofFirst(Object reports) throws HttpError {
    Object first = reports instanceof List<?> list && !list.isEmpty() ? list.get(0) : null;
    Object url = first instanceof Map ? Json.object(first).get("url") : null;
    if (!(url instanceof String text)) {
      throw new HttpError(500, "Invalid URL");
    }
    return of(text);
  }

  private static String of(String url) throws HttpError {
    try {
      URI uri = URI.create(withoutPath(url));
      if (uri.getScheme() == null) {
        throw new HttpError(500, "Invalid URL");
      }
      String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
      Integer usual = DEFAULT_PORTS.get(scheme);
      if (uri.getHost() == null || usual == null) {
        return "null";
      }
      String port = uri.getPort() < 0 || usual == uri.getPort() ? "" : ":" + uri.getPort();
      return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    } catch (IllegalArgumentException e) {
      throw new HttpError(500, "Invalid URL");
    }
  }

  /** Cuts a URL after its host, since browsers allow characters in the rest that {@link URI} does not. */
  private static String withoutPath(String url) {
    int host = url.indexOf("://") + 3;
    int end = host;
    while (host > 2 && end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return host > 2 && end > host ? url.substring(0, end) : url;
  }
}
