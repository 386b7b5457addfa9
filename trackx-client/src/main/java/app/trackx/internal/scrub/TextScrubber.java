package app.trackx.internal.scrub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes personal data and secrets out of texts. The rules go over the text one after the other,
 * those that need its quotes and brackets as they are first. Immutable; any thread.
 *
 * <p>Rules by hand, without regular expressions: those backtrack, and a message may come from who
 * wants them to. The time is linear in the length of the text, whatever is in it. To
 * go over a text twice does no harm.
 */
public final class TextScrubber {
  private final Labels labels;
  private final KeyNames names;
  private final String secret;
  private final UrlRule urls;
  private final Rule[] rules;

  /**
   * The standard rules.
   *
   * @param replacement one text in place of all that is redacted; null for a label each
   * @param kept what is not to be redacted
   * @param moreNames key names that are sensitive beside the standard ones
   * @param home the home directory of this JVM's user; null if it is not known
   */
  public TextScrubber(
      @Nullable String replacement,
      Set<Kind> kept,
      Collection<String> moreNames,
      @Nullable String home) {
    this.labels = new Labels(replacement);
    this.names = new KeyNames(moreNames);
    this.secret = labels.of(Kind.SECRET);
    this.urls = new UrlRule(labels, kept);
    List<Rule> all = new ArrayList<>();
    addUnless(kept, Kind.PRIVATE_KEY, new PemRule(labels), all);
    addUnless(kept, Kind.VALUE, new DriverRule(labels), all);
    addUnless(kept, Kind.VALUE, new SqlRule(labels), all);
    addUnless(kept, Kind.CREDENTIALS, new JdbcRule(labels, names), all);
    all.add(urls);
    addUnless(kept, Kind.HOME, new HomeRule(labels, home), all);
    addUnless(kept, Kind.EMAIL, new EmailRule(labels), all);
    all.add(new AddressRule(labels, kept));
    all.add(new NumberRule(labels, kept));
    addUnless(kept, Kind.SECRET, new KeyValueRule(labels, names), all);
    all.add(new TokenRule(labels, kept));
    this.rules = all.toArray(new Rule[0]);
  }

  private static void addUnless(Set<Kind> kept, Kind kind, Rule rule, List<Rule> rules) {
    if (!kept.contains(kind)) {
      rules.add(rule);
    }
  }

  /** The text without what must not leave; the same instance if there is nothing of it. */
  public String scrub(String text) {
    String clean = text;
    for (Rule rule : rules) {
      clean = rule.apply(clean);
    }
    return clean;
  }

  /** The same for a text that is a URI as a whole: a relative one has no query either. */
  public String scrubUri(String uri) {
    String clean = urls.applyToUri(uri);
    boolean ofWeb = clean.startsWith("/") || clean.startsWith("http"); // /home/news is a page
    for (Rule rule : rules) {
      if (!ofWeb || !(rule instanceof HomeRule)) {
        clean = rule.apply(clean);
      }
    }
    return clean;
  }

  /** Whether the value of that key must not leave, whatever it is. */
  public boolean isSensitive(String key) {
    return names.matches(key);
  }

  /** Whether the text is what stands in the place of something redacted, and nothing else. */
  public boolean isLabel(String text) {
    return labels.isOne(text, 0, text.length());
  }

  /** What goes in the place of such a value. */
  public String secret() {
    return secret;
  }
}
