package app.trackx.internal.scrub;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes personal data and secrets out of texts. The rules go over the text one after the other,
 * those that need its quotes and brackets as they are first. Immutable but for rules that are made
 * when a text first needs them; any thread.
 *
 * <p>Rules by hand, without regular expressions: those backtrack, and a message may come from who
 * wants them to. The time is linear in the length of the text, whatever is in it. To
 * go over a text twice does no harm.
 *
 * <p>A rule is a class or more, and its tables. A JVM that is about to end with its first error
 * loads those that the error's few texts need; {@link #prepare} makes the others.
 */
public final class TextScrubber {
  private static final String DIGITS = "0123456789";

  private final Labels labels;
  private final Set<Kind> kept;
  private final KeyNames names;
  private final String secret;
  private final UrlRule urls;
  private final @Nullable String userHome;
  private final Step[] steps;
  private final Step home;

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
    this.kept = kept;
    this.names = new KeyNames(moreNames);
    this.secret = labels.of(Kind.SECRET);
    this.urls = new UrlRule(labels, kept);
    this.userHome = home;
    this.home = new Step(Kind.HOME, "/\\");
    this.steps = new Step[] {
      new Step(Kind.PRIVATE_KEY, "-", "-BEGIN"),
      new Step(Kind.VALUE, "\"'([{>"),
      new Step(Kind.VALUE, "\"'" + DIGITS),
      new Step(Kind.CREDENTIALS, ":", "jdbc:"),
      new Step(null, ":?"),
      this.home,
      new Step(Kind.EMAIL, "@%" + Signs.OTHERS),
      new Step(null, ":" + DIGITS),
      new Step(null, DIGITS),
      new Step(Kind.SECRET, "=:>-\"'`" + Signs.OTHERS),
      new Step(null, " =_-/" + DIGITS)
    };
  }

  /** The rule of a step, in the order of {@link #steps}. */
  private Rule create(int step) {
    switch (step) {
      case 0:
        return new PemRule(labels);
      case 1:
        return new DriverRule(labels);
      case 2:
        return new SqlRule(labels);
      case 3:
        return new JdbcRule(labels, names);
      case 4:
        return urls;
      case 5:
        return new HomeRule(labels, userHome);
      case 6:
        return new EmailRule(labels);
      case 7:
        return new AddressRule(labels, kept);
      case 8:
        return new NumberRule(labels, kept);
      case 9:
        return new KeyValueRule(labels, names);
      default:
        return new TokenRule(labels, kept);
    }
  }

  /** Makes the rules that no text has needed so far. */
  public void prepare() {
    for (int i = 0; i < steps.length; i++) {
      rule(i);
    }
  }

  /** Two threads may make one each: a rule has no state, and its fields are final. */
  private Rule rule(int i) {
    Rule rule = steps[i].rule;
    if (rule == null) {
      rule = create(i);
      steps[i].rule = rule;
    }
    return rule;
  }

  /** The text without what must not leave; the same instance if there is nothing of it. */
  public String scrub(String text) {
    return apply(text, null);
  }

  private String apply(String text, @Nullable Step but) {
    Signs signs =
        Signs.of(text); // rules add none but those of labels, which are no business of others
    String clean = text;
    for (int i = 0; i < steps.length; i++) {
      Step step = steps[i];
      if (step != but
          && step.mayFindSomething(signs)
          && (step.kind == null || !kept.contains(step.kind))) {
        clean = rule(i).apply(clean);
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

  /** A rule, and the signs that a text must hold for it to find anything. */
  private static final class Step {
    /** What it redacts, unless it is told what to keep itself. */
    final @Nullable Kind kind;

    private final Signs anyOf;
    private final Signs allOf;

    @Nullable
    Rule rule;

    Step(@Nullable Kind kind, String anyOf) {
      this(kind, anyOf, "");
    }

    Step(@Nullable Kind kind, String anyOf, String allOf) {
      this.kind = kind;
      this.anyOf = Signs.of(anyOf);
      this.allOf = Signs.of(allOf);
    }

    boolean mayFindSomething(Signs ofText) {
      return ofText.haveAnyOf(anyOf) && ofText.haveAllOf(allOf);
    }
  }
}
