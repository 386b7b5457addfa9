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
  private static final String DIGITS = "0123456789";

  private final Labels labels;
  private final KeyNames names;
  private final String secret;
  private final UrlRule urls;
  private final List<Step> steps = new ArrayList<>();
  private final @Nullable Step home;

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
    add(Kind.PRIVATE_KEY, kept, new PemRule(labels), "-");
    add(Kind.VALUE, kept, new DriverRule(labels), "\"'([{>");
    add(Kind.VALUE, kept, new SqlRule(labels), "\"'" + DIGITS);
    add(Kind.CREDENTIALS, kept, new JdbcRule(labels, names), ":");
    add(urls, ":?");
    this.home = add(Kind.HOME, kept, new HomeRule(labels, home), "/\\");
    add(Kind.EMAIL, kept, new EmailRule(labels), "@%" + Signs.OTHERS);
    add(new AddressRule(labels, kept), ":" + DIGITS);
    add(new NumberRule(labels, kept), DIGITS);
    add(Kind.SECRET, kept, new KeyValueRule(labels, names), "=:>-\"'`" + Signs.OTHERS);
    add(new TokenRule(labels, kept), " =_-/" + DIGITS);
  }

  private @Nullable Step add(Kind kind, Set<Kind> kept, Rule rule, String signs) {
    return kept.contains(kind) ? null : add(rule, signs);
  }

  private Step add(Rule rule, String signs) {
    Step step = new Step(rule, Signs.of(signs));
    steps.add(step);
    return step;
  }

  /** The text without what must not leave; the same instance if there is nothing of it. */
  public String scrub(String text) {
    return apply(text, null);
  }

  private String apply(String text, @Nullable Step but) {
    Signs signs =
        Signs.of(text); // rules add none but those of labels, which are no business of others
    String clean = text;
    for (Step step : steps) {
      if (step != but && signs.haveAnyOf(step.signs)) {
        clean = step.rule.apply(clean);
      }
    }
    return clean;
  }

  /** The same for a text that is a URI as a whole: a relative one has no query either. */
  public String scrubUri(String uri) {
    String clean = urls.applyToUri(uri);
    boolean ofWeb = clean.startsWith("/") || clean.startsWith("http"); // /home/news is a page
    return apply(clean, ofWeb ? home : null);
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

  /** A rule, and the signs of which a text must hold one for it to find anything. */
  private static final class Step {
    final Rule rule;
    final Signs signs;

    Step(Rule rule, Signs signs) {
      this.rule = rule;
      this.signs = signs;
    }
  }
}
