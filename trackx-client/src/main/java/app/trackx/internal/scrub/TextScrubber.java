package app.trackx.internal.scrub;

import java.util.Collection;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * A scrubber that redacts personal data and secrets in texts. The rules are applied one after the
 * other; those that depend on unchanged quotes and brackets come first. Immutable, except that
 * rules are created when a text first needs them; thread-safe.
 *
 * <p>The rules are written by hand, without regular expressions, because those backtrack and an
 * attacker may control a message. The time is linear in the length of any text. Scrubbing a text
 * twice has no further effect.
 *
 * <p>A rule needs one or more classes and tables. A JVM that exits with its first error loads only
 * the rules that the error's few texts need; {@link #prepare} creates the others.
 */
public final class TextScrubber {
  private static final String DIGITS = "0123456789";

  /** Words without which there is no statement of SQL. */
  private static final String STATEMENTS =
      "selectfrom insertinto updateset deletefrom mergeinto " + "replaceinto call exec where";

  /** Names in sentences, or the shortest with the same letters; see {@link PhraseRule}. */
  private static final String NAMES = "pwd pasw pasphre pascode token secret key pin otp code born "
      + "ssn cvv cvc senha heslo haslo parola wachtwoord kennwort geboren contrasena nacid nat urodzon";

  /** Words before a token without a digit. */
  private static final String SCHEMES = "bearer basic negotiate apikey";

  private final Labels labels;
  private final Set<Kind> kept;
  private final KeyNames names;
  private final String secret;
  private final UrlRule urls;
  private final @Nullable String userHome;
  private final Signs foldable = Signs.of("&%\\" + Signs.OTHERS);
  private final Step[] steps;
  private final Step home;

  /**
   * Creates a scrubber with the standard rules.
   *
   * @param replacement one text in place of everything that is redacted; null for a placeholder per
   *     kind
   * @param kept the kinds that are not redacted
   * @param moreNames sensitive key names in addition to the standard ones
   * @param home the home directory of this JVM's user; null if unknown
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
      new Step(Kind.PRIVATE_KEY, "-").all("-BEGIN").or(new Step(null, ":").all("Private-Lines:")),
      new Step(Kind.VALUE, "\"'([{>")
          .or(new Step(null, "=").all("SQLERRMC="))
          .or(new Step(null, ":").all("violation value:"))
          .or(new Step(null, ".").all("No enum constant.")),
      new Step(Kind.VALUE, "\"'" + DIGITS).words(STATEMENTS),
      new Step(Kind.CREDENTIALS, ":").all("jdbc:"),
      new Step(null, ":?"),
      this.home,
      new Step(Kind.EMAIL, "@%&\\" + Signs.OTHERS)
          .or(new Step(null, "([").all(".at"))
          .or(new Step(null, "([").all("adot")),
      new Step(null, ":").or(new Step(null, ".-").digits(4)),
      new Step(null, DIGITS).digits(8),
      new Step(Kind.SECRET, "=:>\"'`(" + Signs.OTHERS),
      new Step(Kind.SECRET, "<").all(">"),
      new Step(Kind.SECRET, "-/").all(" ").or(new Step(null, "\"").all("-,")),
      new Step(Kind.SECRET, " |\t")
          .words(NAMES)
          .or(new Step(null, " ").digits(6))
          .or(new Step(null, "\\" + Signs.OTHERS)),
      new Step(null, DIGITS).or(new Step(null, " :").words(SCHEMES))
    };
  }

  /** Creates the rule of a step, in the order of {@link #steps}. */
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
      case 10:
        return new MarkupRule(labels, names);
      case 11:
        return new CommandRule(labels, names);
      case 12:
        return new PhraseRule(labels, names);
      default:
        return new TokenRule(labels, kept);
    }
  }

  /** Creates the rules that no text has needed so far. */
  public void prepare() {
    for (int i = 0; i < steps.length; i++) {
      rule(i);
    }
  }

  /**
   * Returns the rule of a step. Two threads may create one each: a rule is stateless, and its
   * fields are final.
   */
  private Rule rule(int i) {
    Rule rule = steps[i].rule;
    if (rule == null) {
      rule = create(i);
      steps[i].rule = rule;
    }
    return rule;
  }

  /** Returns the text with sensitive data redacted; the same instance if there is none. */
  public String scrub(String text) {
    return apply(text, null);
  }

  private String apply(String text, @Nullable Step skipped) {
    Signs signs = Signs.of(text); // rules add only those of placeholders, which other rules ignore
    if (!signs.haveAnyOf(foldable) || !Folding.changes(text)) {
      return apply(text, signs, skipped);
    }
    Folding folding = Folding.of(text);
    return folding.restored(apply(folding.text(), Signs.of(folding.text()), skipped));
  }

  private String apply(String text, Signs signs, @Nullable Step skipped) {
    String clean = text;
    for (int i = 0; i < steps.length; i++) {
      Step step = steps[i];
      if (step != skipped
          && step.mayFindSomething(signs)
          && (step.kind == null || !kept.contains(step.kind))) {
        clean = rule(i).apply(clean);
      }
    }
    return clean;
  }

  /** Scrubs a text that consists of one URI, whose query is redacted even if it is relative. */
  public String scrubUri(String uri) {
    String clean = urls.applyToUri(uri);
    boolean ofWeb = clean.startsWith("/") || clean.startsWith("http"); // /home/news is a page
    return apply(clean, ofWeb ? home : null);
  }

  /** Returns whether the value of the key is sensitive, whatever it is. */
  public boolean isSensitive(String key) {
    return names.matches(key);
  }

  /** Returns whether this value of the key is sensitive. */
  public boolean isSensitive(String key, @Nullable Object value) {
    return names.matches(key, value);
  }

  /** Returns whether the text is exactly a placeholder. */
  public boolean isLabel(String text) {
    return labels.isPlaceholder(text, 0, text.length());
  }

  /** Returns the placeholder for the value of a sensitive key. */
  public String secret() {
    return secret;
  }

  /** A rule, and what a text must contain for it to match. */
  private static final class Step {
    /** The kind that it redacts; null if the rule itself checks the kinds to keep. */
    final @Nullable Kind kind;

    private final Signs anyOf;
    private @Nullable Signs allOf;
    private int[] words = {};
    private int digits;
    private @Nullable Step other;

    @Nullable
    Rule rule;

    Step(@Nullable Kind kind, String anyOf) {
      this.kind = kind;
      this.anyOf = Signs.of(anyOf);
    }

    /** Requires all of these characters. */
    Step all(String characters) {
      allOf = Signs.of(characters);
      return this;
    }

    /** Requires so many digits. */
    Step digits(int least) {
      digits = least;
      return this;
    }

    /** Requires the letters of one of these words, in any case. */
    Step words(String text) {
      StringTokenizer left = new StringTokenizer(text);
      words = new int[left.countTokens()];
      for (int i = 0; i < words.length; i++) {
        words[i] = Signs.of(left.nextToken()).letters();
      }
      return this;
    }

    /** Adds what a text may contain instead. */
    Step or(Step alternative) {
      alternative.other = other;
      other = alternative;
      return this;
    }

    boolean mayFindSomething(Signs ofText) {
      for (Step step = this; step != null; step = step.other) {
        if (step.matches(ofText)) {
          return true;
        }
      }
      return false;
    }

    private boolean matches(Signs ofText) {
      return ofText.haveAnyOf(anyOf)
          && ofText.haveDigits(digits)
          && (allOf == null || ofText.haveAllOf(allOf))
          && (words.length == 0 || ofText.mayHaveAnyOf(words));
    }
  }
}
