package app.trackx.transport;

import org.jspecify.annotations.Nullable;

/** A detector for HTML pages in successful responses. A TrackX server never sends one. */
final class HtmlPage {
  private static final String HTML = "text/html";
  private static final String XHTML = "application/xhtml+xml";

  private HtmlPage() {}

  /**
   * Returns the media type of the page, or null if the response is not a page. Never returns text
   * of the response itself, because the client logs the result.
   *
   * @param contentType the header; null if absent
   * @param bodyStart the start of the body; may be empty
   */
  static @Nullable String typeOf(@Nullable String contentType, String bodyStart) {
    if (bodyStart.trim().equals("ok")) {
      return null; // TrackX's own response, even if a gateway changed its type
    }
    String type = contentType == null ? "" : contentType.trim();
    if (startsWith(type, 0, "application/xhtml")) {
      return XHTML;
    }
    return startsWith(type, 0, HTML) || isMarkup(bodyStart) ? HTML : null;
  }

  private static boolean isMarkup(String body) {
    int start = 0;
    while (start < body.length() && (body.charAt(start) <= ' ' || isByteOrderMark(body, start))) {
      start++;
    }
    return startsWith(body, start, "<!doctype html") || startsWith(body, start, "<html");
  }

  /** Accepts it as one character, or as the three characters of a body decoded as ISO 8859-1. */
  private static boolean isByteOrderMark(String body, int at) {
    return "\uFEFF\u00EF\u00BB\u00BF".indexOf(body.charAt(at)) >= 0;
  }

  private static boolean startsWith(String text, int start, String prefix) {
    return text.regionMatches(true, start, prefix, 0, prefix.length());
  }
}
