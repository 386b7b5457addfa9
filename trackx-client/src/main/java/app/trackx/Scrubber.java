package app.trackx;

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
 * Takes personal data and secrets out of an event before the {@link OnErrorHandler} sees it.
 *
 * <p>{@link #standard()}, which every client has unless it is told otherwise, writes a label in the
 * place of what it takes out, so that a message stays readable: {@code [email]}, {@code [card]},
 * {@code [iban]}, {@code [phone]}, {@code [ip]}, {@code [mac]}, {@code [jwt]}, {@code [token]},
 * {@code [key]} (of well-known services), {@code [private key]}, {@code [secret]} (the value of a
 * name such as password), {@code [credentials]}, {@code [query]} and {@code [fragment]} of URLs,
 * {@code [value]} (in messages of database drivers and in SQL), and {@code ~} for home directories.
 * It goes over name, message and URI, over the texts, keys and numbers of meta, and so over the
 * messages of the causes; what belongs to a key that names a secret goes whole. The stack holds
 * class names and frames alone and is left as it is.
 *
 * <p>No scrubber knows everything: names of people, for instance, look like other words. What must
 * not leave in any case belongs into an {@link OnErrorHandler}, or not into a message.
 *
 * <p>Immutable and safe for any thread. The time is linear in the length of a text, whatever is in
 * it. If a rule throws, the event is not sent, and is counted as {@link
 * DropReason#SCRUBBER_FAILED}.
 */
public final class Scrubber {
  private static final int SHORTEST_NUMBER = 13;
  private static final Scrubber NONE = new Scrubber(null, Collections.emptyList());

  private final @Nullable TextScrubber standard;
  private final List<UnaryOperator<String>> rules;

  private Scrubber(@Nullable TextScrubber standard, List<UnaryOperator<String>> rules) {
    this.standard = standard;
    this.rules = rules;
  }

  /**
   * The standard rules, which are the default.
   *
   * @return a scrubber with these
   */
  public static Scrubber standard() {
    // without a builder, which a JVM that ends with its first error need not load
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

  /** Loads what no text has needed so far. */
  void prepare() {
    if (standard != null) {
      standard.prepare();
    }
  }

  /**
   * No rules: everything leaves as it is.
   *
   * @return the scrubber that does nothing
   */
  public static Scrubber none() {
    return NONE;
  }

  /**
   * The standard rules, to be added to.
   *
   * @return a builder, for one thread
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The text without what is to be taken out; for tests of own rules, and for texts that a handler
   * adds.
   *
   * @param text any text, of any length; null gives null
   * @return the same instance if there is nothing to take out
   * @throws RuntimeException what a rule of one's own throws
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
   * Scrubs an event in place.
   *
   * @param own entries of meta that are the client's or were set for it, and stay as they are
   */
  void scrub(EventPayload payload, Map<String, ?> own) {
    if (standard == null && rules.isEmpty()) {
      return;
    }
    payload.setName(scrub(payload.getName()));
    payload.setMessage(scrub(payload.getMessage()));
    String uri = payload.getUri();
    if (uri != null) {
      String clean = applyRules(uri);
      payload.setUri(standard == null ? clean : standard.scrubUri(clean));
    }
    payload.setMeta(map(payload.getMeta(), own));
  }

  private Map<String, @Nullable Object> map(Map<?, ?> source, Map<String, ?> own) {
    Map<String, @Nullable Object> clean = new LinkedHashMap<>();
    boolean named = isSensitive(source.get("name")) || isSensitive(source.get("key"));
    for (Map.Entry<?, ?> entry : source.entrySet()) {
      String key = String.valueOf(entry.getKey());
      Object value = entry.getValue();
      if (value == null || !value.equals(own.get(key))) {
        boolean secret = isSensitive(key) || (named && key.equals("value"));
        value = secret ? secret(value) : value(value);
        key = unused(scrubbed(key), clean);
      }
      put(clean, key, value);
    }
    return clean;
  }

  @SuppressWarnings("NullAway") // a LinkedHashMap takes nulls, which JDK annotations do not say
  private static void put(Map<String, @Nullable Object> map, String key, @Nullable Object value) {
    map.put(key, value);
  }

  /** Two keys may become the same label. */
  private static String unused(String key, Map<String, ?> map) {
    String unused = key;
    for (int i = map.size() + 1; map.containsKey(unused); i++) {
      unused = key + " (" + i + ")";
    }
    return unused;
  }

  /** Whether that is the name of a secret. */
  private boolean isSensitive(@Nullable Object name) {
    return standard != null && name instanceof String && standard.isSensitive((String) name);
  }

  private @Nullable Object secret(@Nullable Object value) {
    if (standard == null || value == null || value instanceof Boolean) {
      return value;
    }
    String clean = value instanceof String ? scrubbed((String) value) : "";
    return standard.isLabel(clean) ? clean : standard.secret();
  }

  private @Nullable Object value(@Nullable Object value) {
    if (value instanceof String) {
      return scrubbed((String) value);
    }
    if (value instanceof Map) {
      return map((Map<?, ?>) value, Collections.emptyMap());
    }
    if (value instanceof List) {
      List<@Nullable Object> clean = new ArrayList<>();
      for (Object element : (List<?>) value) {
        clean.add(value(element));
      }
      return clean;
    }
    return value instanceof Number ? number((Number) value) : value;
  }

  /** A card's number may have been put as a number. */
  private Object number(Number number) {
    String text = plain(number);
    if (text.length() < SHORTEST_NUMBER) {
      return number;
    }
    String clean = scrubbed(text);
    return clean.equals(text) ? number : clean;
  }

  /** JSON libraries make doubles of all numbers. */
  private static String plain(Number number) {
    double value = number instanceof Double ? (Double) number : Double.NaN;
    return value == Math.rint(value) && Math.abs(value) < 1e19
        ? new BigDecimal(value).toPlainString()
        : number.toString();
  }

  /** Options of a scrubber. For one thread; each is checked when it is set. */
  public static final class Builder {
    private static final int LONGEST_REPLACEMENT = 100;

    private final List<UnaryOperator<String>> rules = new ArrayList<>();
    private final List<String> keyNames = new ArrayList<>();
    private final Set<Kind> kept = EnumSet.noneOf(Kind.class);
    private @Nullable String replacement;

    private Builder() {}

    /**
     * Adds a rule of your own. It is given each text as it is, before the standard rules, and must
     * be quick whatever that holds: it runs on the delivery thread, for an event without frames also
     * when it is folded into another.
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
     * Adds names of values that must not leave, beside password, token, cookie and so on: keys of
     * meta at any depth, and {@code name=value} in texts. Case and separators do not matter, and
     * neither does what a name begins with: {@code customerNumber} is also {@code
     * oldCustomerNumber} and {@code customer_number}.
     *
     * @param names each with a letter or a digit in it
     * @return this
     * @throws IllegalArgumentException if a name has none
     */
    public Builder keyNames(String... names) {
      for (String name : names) {
        if (KeyNames.joined(name).isEmpty()) {
          throw new IllegalArgumentException(
              "a key name without a letter or digit: '" + name + "'");
        }
        keyNames.add(name);
      }
      return this;
    }

    /**
     * Keeps something that the standard rules would take out.
     *
     * @param labels words such as {@code ip} or {@code email}, as they stand between the brackets;
     *     {@code home} for home directories
     * @return this
     * @throws IllegalArgumentException if there is no such label. The message lists all
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
      throw new IllegalArgumentException("no label '" + label + "': " + known);
    }

    /**
     * One text in the place of all that is taken out.
     *
     * @param replacement 100 characters at most; null, the default, for a label each
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
     * Makes the scrubber.
     *
     * @return a scrubber with the standard rules and these
     */
    public Scrubber build() {
      Set<Kind> copy = EnumSet.noneOf(Kind.class);
      copy.addAll(kept);
      return of(replacement, copy, keyNames, new ArrayList<>(rules));
    }
  }
}
