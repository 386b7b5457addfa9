package app.trackx.internal.stack;

import java.nio.charset.StandardCharsets;

/**
 * The URLs below which an application's source files can be fetched, by package; immutable.
 *
 * <p>The server fetches the file of a frame if it is a URL, and shows the lines around the frame's
 * line. So in the finished text of a stack, the file of such a frame is preceded by the URL. Other
 * frames keep a plain path. The fingerprint of a stack needs no URLs: the same frame always gets
 * the same one.
 */
public final class SourceUrls {
  /** The maximum length of a URL, so that callee and file have room in a line. */
  private static final int MAX_URL = 300;

  private static final int MAX_PREFIX = 200;

  /** The number of frames that the server keeps. */
  private static final int MAX_FRAMES = 40;

  private static final String FRAME = "    at ";

  private final String[] prefixes;
  private final String[] urls;

  /** Creates an empty set, to which pairs are {@linkplain #with added}. */
  public SourceUrls() {
    this(new String[0], new String[0]);
  }

  private SourceUrls(String[] prefixes, String[] urls) {
    this.prefixes = prefixes;
    this.urls = urls;
  }

  /**
   * Returns these URLs and one more.
   *
   * @param packagePrefix a package or class, with all that is below it; a repeated one replaces its
   *     earlier URL
   * @param url {@code http} or {@code https}, of at most 300 characters; gets a slash at its end if
   *     it has none
   * @return a new set
   * @throws IllegalArgumentException if one is malformed; the message does not repeat it
   */
  public SourceUrls with(String packagePrefix, String url) {
    String prefix = checkedPrefix(packagePrefix);
    String base = checkedUrl(url);
    int count = prefixes.length;
    for (int i = 0; i < count; i++) {
      if (prefixes[i].equals(prefix)) {
        String[] replaced = urls.clone();
        replaced[i] = base;
        return new SourceUrls(prefixes, replaced);
      }
    }
    String[] morePrefixes = new String[count + 1];
    String[] moreUrls = new String[count + 1];
    System.arraycopy(prefixes, 0, morePrefixes, 0, count);
    System.arraycopy(urls, 0, moreUrls, 0, count);
    morePrefixes[count] = prefix;
    moreUrls[count] = base;
    return new SourceUrls(morePrefixes, moreUrls);
  }

  /**
   * Returns these URLs and those of a configured text.
   *
   * @param pairs {@code com.acme.shop=https://…}, separated by commas or white space
   * @return a new set
   * @throws IllegalArgumentException if one is malformed; the message does not repeat it
   */
  public SourceUrls withAll(String pairs) {
    SourceUrls all = this;
    int from = 0;
    for (int i = 0; i <= pairs.length(); i++) {
      if (i == pairs.length() || pairs.charAt(i) == ',' || pairs.charAt(i) <= ' ') {
        if (i > from) {
          all = all.withPair(pairs.substring(from, i));
        }
        from = i + 1;
      }
    }
    return all;
  }

  private SourceUrls withPair(String pair) {
    int equals = pair.indexOf('=');
    require(equals > 0, "a source URL is not of the form com.acme.shop=https://host/path/");
    return with(pair.substring(0, equals), pair.substring(equals + 1));
  }

  private static String checkedPrefix(String text) {
    String prefix = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    boolean valid = !prefix.isEmpty() && prefix.length() <= MAX_PREFIX;
    boolean start = true;
    for (int i = 0; i < prefix.length(); i++) {
      char c = prefix.charAt(i);
      valid &= c == '.' ? !start : Character.isJavaIdentifierPart(c) || c == '-';
      start = c == '.';
    }
    require(valid && !start, "a source URL's prefix is not the name of a package or class");
    return prefix;
  }

  private static String checkedUrl(String text) {
    boolean secure = text.regionMatches(true, 0, "https://", 0, 8);
    int host = secure ? 8 : 7;
    require(
        secure || text.regionMatches(true, 0, "http://", 0, 7),
        "a source URL does not begin with http:// or https://");
    int slash = text.indexOf('/', host);
    int end = slash < 0 ? text.length() : slash;
    require(end > host && text.charAt(host) != ':', "a source URL has no host");
    require(text.lastIndexOf('@', end - 1) < host, "a source URL has a user name");
    require(
        text.indexOf('?') < 0 && text.indexOf('#') < 0,
        "a source URL has a query or a fragment; it must end before the directories of packages");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      require(
          c > ' ' && c < 0x7f && "\"()<>\\^`{|}".indexOf(c) < 0,
          "a source URL contains an invalid character");
    }
    String url = (secure ? "https://" : "http://") + text.substring(host);
    String base = url.endsWith("/") ? url : url + "/";
    require(base.length() <= MAX_URL, "a source URL is longer than " + MAX_URL + " characters");
    return base;
  }

  private static void require(boolean condition, String fault) {
    if (!condition) {
      throw new IllegalArgumentException(fault);
    }
  }

  /**
   * Returns a stack in which the files of frames below one of the prefixes are URLs, as far as the
   * server keeps the frames. A frame whose line would become too long keeps its file, and so does
   * one whose class names no source file.
   *
   * @param stack the text of a {@link StackText}
   * @return the same text if there is no such frame
   */
  public String applyTo(String stack) {
    StringBuilder out = null;
    int copied = 0;
    int frames = 0;
    int from = 0;
    while (from < stack.length() && frames < MAX_FRAMES) {
      int newLine = stack.indexOf('\n', from);
      int end = newLine < 0 ? stack.length() : newLine;
      int file = fileOf(stack, from, end);
      if (file > 0) {
        frames++;
        int colon = stack.lastIndexOf(':', end);
        String path = urlOf(stack, from + FRAME.length(), file, colon);
        int length = end - from + path.length() - (colon - file);
        if (!path.isEmpty() && length <= StackLines.LONGEST_LINE) {
          out = out == null ? new StringBuilder(stack.length() + 1_024) : out;
          out.append(stack, copied, file).append(path);
          copied = colon;
        }
      }
      from = end + 1;
    }
    return out == null ? stack : out.append(stack, copied, stack.length()).toString();
  }

  /**
   * Returns where the file of a frame begins, in a line that the server parses as one; 0 for other
   * lines. Neither file nor line contain a parenthesis.
   */
  private static int fileOf(String stack, int from, int end) {
    if (!stack.startsWith(FRAME, from) || stack.charAt(end - 1) != ')') {
      return 0;
    }
    int open = stack.lastIndexOf(" (", end);
    return open > from + FRAME.length() ? open + 2 : 0;
  }

  /** Returns the URL of a file; empty if the frame has none. */
  private String urlOf(String stack, int callee, int file, int colon) {
    int best = -1;
    for (int i = 0; i < prefixes.length; i++) {
      if (isBelow(prefixes[i], stack, callee)
          && (best < 0 || prefixes[i].length() > prefixes[best].length())) {
        best = i;
      }
    }
    if (best < 0 || stack.lastIndexOf('.', colon) < stack.lastIndexOf('/', colon)) {
      return "";
    }
    StringBuilder url = new StringBuilder(urls[best]);
    for (int i = file; i < colon; i++) {
      char c = stack.charAt(i);
      if (c == '<') {
        return ""; // a generated class, in <generated>
      }
      if (isOfPath(c)) {
        url.append(c);
      } else {
        int width = Character.charCount(stack.codePointAt(i));
        appendEncoded(url, stack.substring(i, i + width));
        i += width - 1;
      }
    }
    return url.toString();
  }

  private static boolean isBelow(String prefix, String stack, int callee) {
    int next = callee + prefix.length();
    return stack.startsWith(prefix, callee)
        && next < stack.length()
        && (stack.charAt(next) == '.' || stack.charAt(next) == '$');
  }

  private static boolean isOfPath(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "/.-_~$!&'*+,;=".indexOf(c) >= 0;
  }

  private static void appendEncoded(StringBuilder url, String character) {
    for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
      url.append('%');
      url.append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xf, 16)));
      url.append(Character.toUpperCase(Character.forDigit(b & 0xf, 16)));
    }
  }

  /** Returns the pairs as {@link #withAll} reads them. */
  @Override
  public String toString() {
    StringBuilder pairs = new StringBuilder();
    for (int i = 0; i < prefixes.length; i++) {
      pairs.append(i == 0 ? "" : ",").append(prefixes[i]).append('=').append(urls[i]);
    }
    return pairs.toString();
  }
}
