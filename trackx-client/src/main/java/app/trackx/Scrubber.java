package app.trackx;

import app.trackx.internal.jvm.Settings;
import app.trackx.internal.scrub.KeyNames;
import app.trackx.internal.scrub.Kind;
import app.trackx.internal.scrub.TextScrubber;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Removes personal data and secrets from an event before the {@link OnErrorHandler} receives it.
 *
 * <p>{@link #standard()}, the default, replaces each match by a placeholder, so that a message
 * stays readable: {@code [email]}, {@code [card]}, {@code [iban]}, {@code [phone]}, {@code [ip]},
 * {@code [mac]}, {@code [jwt]}, {@code [token]}, {@code [key]} (of well-known services),
 * {@code [private key]}, {@code [secret]} (the value of a name such as password),
 * {@code [credentials]}, {@code [query]} and {@code [fragment]} of URLs, {@code [value]} (in
 * messages of database drivers and in SQL), and {@code ~} for home directories. It scrubs name,
 * message and URI, and all texts, keys and numbers of meta, including release, environment and the
 * messages of the causes.
 * The whole value of a key that names a secret is replaced. The stack contains only class names and
 * frames and is not scrubbed.
 *
 * <p>No scrubber recognizes everything: names of people, for instance, look like other words.
 * Remove data that must never leave the JVM in an {@link OnErrorHandler}, or keep it out of
 * messages.
 *
 * <p>Immutable and thread-safe. Scrubbing takes time linear in the length of a text, whatever it
 * contains. If a rule throws, the event is not sent and is counted as
 * {@link DropReason#SCRUBBER_FAILED}.
 */
public final class Scrubber {
  private static final int SHORTEST_NUMBER = 13;
  private static final int SHORTEST_SPELLED = 5;
  private static final int LARGEST_CHARACTER = 0xffff;

  /** The keys of an entry that names the value beside it. */
  private static final String[] NAMES = {
    "name", "key", "field", "property", "propertyPath", "path", "param", "parameter", "header"
  };

  /** The key whose value is a version, and the text before a version by which a rule knows it. */
  private static final String RELEASE = "release";

  private static final String BEFORE_VERSION = "release ";

  private static final Scrubber NONE = new Scrubber(null, Collections.emptyList());

  private final @Nullable TextScrubber standard;
  private final List<UnaryOperator<String>> rules;

  private Scrubber(@Nullable TextScrubber standard, List<UnaryOperator<String>> rules) {
    this.standard = standard;
    this.rules = rules;
  }

  /**
   * Returns a scrubber with the standard rules, the default.
   *
   * @return the standard scrubber
   */
  public static Scrubber standard() {
    // without the builder's class, which a JVM that exits with its first error need not load
    return of(null, Collections.emptySet(), Collections.emptyList(), Collections.emptyList());
  }

  private static Scrubber of(
      @Nullable String replacement,
      Set<Kind> kept,
      List<String> keyNames,
      List<UnaryOperator<String>> rules) {
    String home = Settings.property("user.home", "");
    return new Scrubber(new TextScrubber(replacement, kept, keyNames, home), rules);
  }

  /** Loads rules that no text has needed so far. */
  void prepare() {
    if (standard != null) {
      standard.prepare();
    }
  }

  /**
   * Returns a scrubber without rules: all data is sent unchanged.
   *
   * @return the scrubber that does nothing
   */
  public static Scrubber none() {
    return NONE;
  }

  /**
   * Returns a builder that starts with the standard rules.
   *
   * @return a builder; not thread-safe
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the scrubbed text; for tests of custom rules and for texts that a handler adds.
   *
   * @param text any text, of any length; null returns null
   * @return the same instance if there is nothing to redact
   * @throws RuntimeException thrown by a custom rule
   */
  public @Nullable String scrub(@Nullable String text) {
    return text == null ? null : scrubbed(text);
  }

  private String scrubbed(String text) {
    String own = applyRules(text);
    return standard == null ? own : standard.scrub(own);
  }

  private String applyRules(String text) {
    String clean = text;
    for (UnaryOperator<String> rule : rules) {
      clean = Objects.requireNonNull(rule.apply(clean), "a rule returned null");
    }
    return clean;
  }

  /**
   * Scrubs name, message, URI and meta of an event in place, as the client does before it calls the
   * {@link OnErrorHandler}; for tests of custom rules and for events from elsewhere.
   *
   * @param payload the event; its meta may contain strings, numbers, booleans, nulls, and maps and
   *     lists of them
   * @throws RuntimeException thrown by a custom rule; the event may then be scrubbed in part and
   *     must not be sent
   */
  public void scrubEvent(EventPayload payload) {
    scrub(payload, Collections.emptyMap());
  }

  /**
   * Scrubs an event in place.
   *
   * @param own entries of meta that the client itself set; they are not scrubbed
   */
  void scrub(EventPayload payload, Map<String, ?> own) {
    if (standard == null && rules.isEmpty()) {
      return;
    }
    payload.setName(scrub(payload.getName()));
    payload.setMessage(scrub(payload.getMessage()));
    String uri = payload.getUri();
    if (uri != null) {
      payload.setUri(uri(uri));
    }
    payload.setMeta(map(payload.getMeta(), own));
  }

  private String uri(String uri) {
    String clean = applyRules(uri);
    return standard == null ? clean : standard.scrubUri(clean);
  }

  private Map<String, @Nullable Object> map(Map<?, ?> source, Map<String, ?> own) {
    Map<String, @Nullable Object> clean = new LinkedHashMap<>();
    boolean named = namesSecret(source);
    int number = 0;
    for (Map.Entry<?, ?> entry : source.entrySet()) {
      String key = String.valueOf(entry.getKey());
      Object value = entry.getValue();
      if (value != null && value.equals(own.get(key))) {
        put(clean, key, value);
      } else {
        boolean secret = isSensitive(key, value) || (named && isValue(key));
        Object safe = secret ? secret(value) : value(key, value);
        number = putUnused(clean, scrubbed(key), safe, number);
      }
    }
    return clean;
  }

  @SuppressWarnings("NullAway") // a LinkedHashMap allows nulls, despite the JDK annotations
  private static void put(Map<String, @Nullable Object> map, String key, @Nullable Object value) {
    map.put(key, value);
  }

  /**
   * Puts a value under its key, or under the key with a number: two keys may be scrubbed to the same
   * placeholder.
   *
   * @param number the last number that was tried in this map; no number is tried twice
   * @return the last number that was tried
   */
  private static int putUnused(
      Map<String, @Nullable Object> map, String key, @Nullable Object value, int number) {
    int tried = number;
    String unused = key;
    while (map.containsKey(unused)) {
      tried = Math.max(tried, map.size()) + 1;
      unused = key + " (" + tried + ")";
    }
    put(map, unused, value);
    return tried;
  }

  private boolean isSensitive(String key, @Nullable Object value) {
    return standard != null && standard.isSensitive(key, value);
  }

  /** Returns whether an entry such as {@code field: "password"} names the value beside it. */
  private boolean namesSecret(Map<?, ?> map) {
    for (String key : NAMES) {
      Object name = map.get(key);
      if (standard != null && name instanceof String && standard.isSensitive((String) name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isValue(String key) {
    return key.equals("value") || key.equals("rejectedValue") || key.equals("invalidValue");
  }

  private @Nullable Object secret(@Nullable Object value) {
    if (standard == null || value == null || value instanceof Boolean) {
      return value;
    }
    String clean = value instanceof String ? scrubbed((String) value) : "";
    return standard.isLabel(clean) ? clean : standard.secret();
  }

  private @Nullable Object value(String key, @Nullable Object value) {
    if (value instanceof String && key.equals("route")) {
      return uri((String) value); // a route is never a home directory
    }
    if (value instanceof String && key.equals(RELEASE)) {
      return release((String) value);
    }
    return value(value);
  }

  /** Scrubs a release, of which a version such as {@code 1.2.3.4} is no address. */
  private String release(String release) {
    String own = applyRules(release);
    if (standard == null) {
      return own;
    }
    String clean = standard.scrub(BEFORE_VERSION + own);
    return clean.startsWith(BEFORE_VERSION) ? clean.substring(BEFORE_VERSION.length()) : clean;
  }

  private @Nullable Object value(@Nullable Object value) {
    if (value instanceof String) {
      return scrubbed((String) value);
    }
    if (value instanceof Map) {
      return map((Map<?, ?>) value, Collections.emptyMap());
    }
    if (value instanceof List) {
      return list((List<?>) value);
    }
    return value instanceof Number ? number((Number) value) : value;
  }

  /** Scrubs a list; one that spells a text with something to redact becomes that text. */
  private Object list(List<?> source) {
    String spelled = spelled(source);
    if (spelled != null) {
      String clean = scrubbed(spelled);
      if (!clean.equals(spelled)) {
        return clean;
      }
    }
    List<@Nullable Object> clean = new ArrayList<>();
    for (Object element : source) {
      clean.add(value(element));
    }
    return clean;
  }

  /** Returns the text that a list spells in characters or their numbers; null if it spells none. */
  private static @Nullable String spelled(List<?> list) {
    if (list.size() < SHORTEST_SPELLED) {
      return null;
    }
    StringBuilder text = new StringBuilder(list.size());
    for (Object element : list) {
      if (element instanceof String && ((String) element).length() == 1) {
        text.append((String) element);
      } else if (element instanceof Long
          && (Long) element >= ' '
          && (Long) element <= LARGEST_CHARACTER) {
        text.append((char) ((Long) element).intValue());
      } else {
        return null;
      }
    }
    return text.toString();
  }

  /** Scrubs a number: a card number may have been stored as a numeric value. */
  private Object number(Number number) {
    String text = plain(number);
    if (text.length() < SHORTEST_NUMBER) {
      return number;
    }
    String clean = scrubbed(text);
    return clean.equals(text) ? number : clean;
  }

  /**
   * Some JSON libraries read all numbers as doubles, which would print card numbers in exponential
   * notation.
   */
  private static String plain(Number number) {
    double value = number instanceof Double ? (Double) number : Double.NaN;
    return value == Math.rint(value) && Math.abs(value) < 1e19
        ? new BigDecimal(value).toPlainString()
        : number.toString();
  }

  /** Builder of a scrubber. Not thread-safe. Each option is validated when it is set. */
  public static final class Builder {
    private static final int LONGEST_REPLACEMENT = 100;

    private final List<UnaryOperator<String>> rules = new ArrayList<>();
    private final List<String> keyNames = new ArrayList<>();
    private final Set<Kind> kept = EnumSet.noneOf(Kind.class);
    private @Nullable String replacement;

    private Builder() {}

    /**
     * Adds a custom rule. It receives each text before the standard rules and must be fast for any
     * input: it runs on a worker thread, for an event without frames also when that is folded into
     * another. It must be thread-safe: the client may call it on two worker threads and, for a
     * preview, on the caller's thread at once.
     *
     * <pre>{@code
     * Pattern customer = Pattern.compile("C-[0-9]{6}");
     * Scrubber.builder().rule(text -> customer.matcher(text).replaceAll("[customer]")).build();
     * }</pre>
     *
     * @param rule returns the text to send, never null
     * @return this
     */
    public Builder rule(UnaryOperator<String> rule) {
      rules.add(Objects.requireNonNull(rule, "rule"));
      return this;
    }

    /**
     * Adds names of secrets, besides password, token, cookie and so on: keys of meta at any depth,
     * and {@code name=value} in texts. Case, separators and prefixes do not matter:
     * {@code customerNumber} also matches {@code oldCustomerNumber} and {@code customer_number}.
     *
     * @param names each with at least one letter or digit
     * @return this
     * @throws IllegalArgumentException if a name has none
     */
    public Builder keyNames(String... names) {
      for (String name : names) {
        if (KeyNames.joined(name).isEmpty()) {
          throw new IllegalArgumentException("key name without a letter or digit: '" + name + "'");
        }
        keyNames.add(name);
      }
      return this;
    }

    /**
     * Disables standard rules by the labels of their placeholders.
     *
     * @param labels words such as {@code ip} or {@code email}, as they appear between the brackets;
     *     {@code home} for home directories
     * @return this
     * @throws IllegalArgumentException if there is no such label; the message lists all labels
     */
    public Builder keep(String... labels) {
      for (String label : labels) {
        kept.add(kind(label));
      }
      return this;
    }

    private static Kind kind(String label) {
      List<String> known = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        if (kind.label().equals(label)) {
          return kind;
        }
        known.add(kind.label());
      }
      throw new IllegalArgumentException("unknown label '" + label + "', not one of " + known);
    }

    /**
     * Sets one text that replaces all redacted data.
     *
     * @param replacement 100 characters at most; null, the default, for one placeholder per kind of
     *     data
     * @return this
     * @throws IllegalArgumentException if it is longer
     */
    public Builder replacement(@Nullable String replacement) {
      if (replacement != null && replacement.length() > LONGEST_REPLACEMENT) {
        throw new IllegalArgumentException("replacement is longer than 100 characters");
      }
      this.replacement = replacement;
      return this;
    }

    /**
     * Creates the scrubber.
     *
     * @return a scrubber with the standard rules and these options
     */
    public Scrubber build() {
      Set<Kind> copy = EnumSet.noneOf(Kind.class);
      copy.addAll(kept);
      return of(replacement, copy, keyNames, new ArrayList<>(rules));
    }
  }
}
