package app.trackx.transport;

import org.jspecify.annotations.Nullable;

/** A detector for web pages in successful responses. A TrackX server never sends markup. */
final class HtmlPage {
  private static final String HTML = "text/html";
  private static final String XHTML = "application/xhtml+xml";
  private static final String XML = "application/xml";

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
    return startsWith(type, 0, HTML) ? HTML : typeOfMarkup(bodyStart);
  }

  /**
   * Returns null for text that is no markup. A page need not begin with {@code <html>}: a challenge
   * may be a mere {@code <script>}, and a gateway's error XML.
   */
  private static @Nullable String typeOfMarkup(String body) {
    int start = 0;
    while (start < body.length() && (body.charAt(start) <= ' ' || isByteOrderMark(body, start))) {
      start++;
    }
    if (start + 1 >= body.length() || body.charAt(start) != '<') {
      return null;
    }
    char next = body.charAt(start + 1);
    return next == '?' ? XML : next == '!' || Character.isLetter(next) ? HTML : null;
  }

  /** Accepts it as one character, or as the three characters of a body decoded as ISO 8859-1. */
  private static boolean isByteOrderMark(String body, int at) {
    return "\uFEFF\u00EF\u00BB\u00BF".indexOf(body.charAt(at)) >= 0;
  }

  private static boolean startsWith(String text, int start, String prefix) {
    return text.regionMatches(true, start, prefix, 0, prefix.length());
  }
}
