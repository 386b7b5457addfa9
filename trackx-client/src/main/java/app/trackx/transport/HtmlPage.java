package app.trackx.transport;

import org.jspecify.annotations.Nullable;

/** Recognizes an HTML page in a successful response: it does not come from a TrackX server. */
final class HtmlPage {
  private static final String HTML = "text/html";
  private static final String XHTML = "application/xhtml+xml";

  private HtmlPage() {}

  /**
   * The media type of the page; null for anything else. Never text of the response itself, because
   * the client logs it.
   *
   * @param contentType the header; null if there is none
   * @param bodyStart the first of the body; may be empty
   */
  static @Nullable String typeOf(@Nullable String contentType, String bodyStart) {
    if (bodyStart.trim().equals("ok")) {
      return null; // TrackX's own answer, whatever a gateway labels it
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

  /** As one character, or as the three of a body that was decoded as ISO 8859-1. */
  private static boolean isByteOrderMark(String body, int at) {
    return "\uFEFF\u00EF\u00BB\u00BF".indexOf(body.charAt(at)) >= 0;
  }

  private static boolean startsWith(String text, int start, String prefix) {
    return text.regionMatches(true, start, prefix, 0, prefix.length());
  }
}
