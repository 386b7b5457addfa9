package app.trackx.local.internal.api;

import app.trackx.local.internal.http.HttpError;
import app.trackx.local.internal.json.JsonBody;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The origin of a URL, in the form of an {@code Origin} header. */
final class WebOrigin {
  private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443);

  private WebOrigin() {}

  /**
   * Returns the origin of the first report's URL.
   *
   * @throws HttpError if there is none
   */
  static String ofFirstReport(JsonBody body) throws HttpError {
    List<?> reports = body.elements();
    Object first = reports.isEmpty() ? null : reports.get(0);
    if (first == null) {
      throw new HttpError(500, "Internal Server Error");
    }
    Object url = first instanceof Map ? JsonBody.object(first).get("url") : null;
    return of(url);
  }

  private static String of(@Nullable Object url) throws HttpError {
    try {
      URI uri = URI.create(withoutPath(String.valueOf(url)));
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getScheme() == null) {
        throw new HttpError(500, "Invalid URL");
      }
      if (uri.getHost() == null || !DEFAULT_PORTS.containsKey(scheme)) {
        return "null";
      }
      boolean usual = uri.getPort() < 0 || DEFAULT_PORTS.get(scheme).equals(uri.getPort());
      return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT)
          + (usual ? "" : ":" + uri.getPort());
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
