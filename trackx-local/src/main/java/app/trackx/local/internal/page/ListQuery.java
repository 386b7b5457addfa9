package app.trackx.local.internal.page;

import app.trackx.local.internal.http.HttpError;
import app.trackx.local.internal.store.StoredIssue;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The filters, the order and the page of a list of issues, from a query string. Unknown parameters and values are skipped, so
 * that a link of another version still opens the list.
 */
final class ListQuery {
  /** The issues that are listed by their status; {@code NEW} and {@code REGRESSED} are open ones. */
  enum Show {
    OPEN,
    NEW,
    REGRESSED,
    RESOLVED,
    IGNORED,
    ALL
  }

  private static final int MAX_TEXT = 200;
  private static final Map<String, Duration> SINCE = Map.of(
      "1h", Duration.ofHours(1),
      "24h", Duration.ofHours(24),
      "7d", Duration.ofDays(7),
      "30d", Duration.ofDays(30));

  /** The orders, each of issues that are in the order of their latest events, and the latest first. */
  private static final Map<String, Comparator<StoredIssue>> ORDERS = Map.of(
      "first", Comparator.comparing(StoredIssue::firstSeen).reversed(),
      "errors", Comparator.comparingLong(StoredIssue::errors).reversed(),
      "sessions", Comparator.comparingInt(StoredIssue::sessionCount).reversed());

  final String text;
  final Show show;
  final @Nullable Integer type;
  final @Nullable String release;
  final @Nullable String environment;
  final @Nullable Duration since;
  final @Nullable Comparator<StoredIssue> order;

  /** The page, counted from 1. */
  final int page;

  private ListQuery(Map<String, String> parameters) {
    String words = parameters.getOrDefault("q", "").trim();
    text = words.substring(0, Math.min(words.length(), MAX_TEXT));
    show = show(parameters.getOrDefault("show", "open"));
    type = number(parameters.get("type"));
    release = parameters.get("release");
    environment = parameters.get("environment");
    since = SINCE.get(parameters.getOrDefault("since", ""));
    order = ORDERS.get(parameters.getOrDefault("sort", ""));
    Integer wanted = number(parameters.get("page"));
    page = wanted == null ? 1 : Math.max(1, wanted);
  }

  /** Reads a query string, without its question mark. */
  static ListQuery of(String query) throws HttpError {
    Map<String, String> parameters = new HashMap<>();
    StringTokenizer parts = new StringTokenizer(query, "&");
    while (parts.hasMoreTokens()) {
      String part = parts.nextToken();
      int sign = part.indexOf('=');
      String value = sign < 0 ? "" : decoded(part.substring(sign + 1));
      if (!value.isEmpty()) {
        parameters.put(part.substring(0, sign), value);
      }
    }
    return new ListQuery(parameters);
  }

  private static String decoded(String text) throws HttpError {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new HttpError(400, "Invalid query");
    }
  }

  private static Show show(String text) {
    for (Show show : Show.values()) {
      if (show.name().toLowerCase(Locale.ROOT).equals(text)) {
        return show;
      }
    }
    return Show.OPEN;
  }

  private static @Nullable Integer number(@Nullable String text) {
    try {
      return text == null ? null : Integer.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
