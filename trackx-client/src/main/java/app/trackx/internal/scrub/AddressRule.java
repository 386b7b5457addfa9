package app.trackx.internal.scrub;

import java.util.Locale;
import java.util.Set;

/**
 * A rule for IPv4, IPv6 and hardware addresses. Loopback, unspecified addresses, networks ({@code
 * 10.0.0.0}) and net masks identify nobody and are kept; so are four-part version numbers that the
 * text around them identifies.
 */
final class AddressRule implements Rule {
  private static final String EC2 = "ip-";
  private static final int LONGEST_CONTEXT = 48;
  private static final int LONGEST_LABEL = 8;
  private static final String[] VERSION_WORDS = {
    "version", "ver", "v", "release", "build", "revision", "rev", "driver", "oid", "section", "jdk"
  };

  /** Words that make small numbers a version, somewhere before it in the line. */
  private static final Set<String> VERSION_CONTEXT =
      Words.of("version versions upgrade upgraded upgrading upgrades downgrade downgraded firmware "
          + "release releases driver drivers package packages plugin plugins artifact library "
          + "connector database installed patch");

  private static final String[] SERIALS = {"serial", "number", "fingerprint", "thumbprint"};

  private final String ip;
  private final String mac;
  private final boolean redactsIps;
  private final boolean redactsMacs;

  AddressRule(Labels labels, Set<Kind> kept) {
    this.ip = labels.of(Kind.IP);
    this.mac = labels.of(Kind.MAC);
    this.redactsIps = !kept.contains(Kind.IP);
    this.redactsMacs = !kept.contains(Kind.MAC);
  }

  @Override
  public String apply(String text) {
    Redaction redaction = new Redaction(text);
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int to = i + 1;
      if (Chars.isHex(c) || c == ':') {
        if (beginsWord(text, i)) {
          to = Math.max(to, at(text, i, redaction));
        }
      } else if (c == 'i' && text.startsWith(EC2, i) && beginsWord(text, i)) {
        to = Math.max(to, hostName(text, i + EC2.length(), redaction));
      }
      i = to;
    }
    return redaction.result();
  }

  private static boolean beginsWord(String text, int i) {
    char before = Chars.at(text, i - 1);
    if (before == ':') { // host:203.0.113.7, but not within an address or a time
      boolean named = Chars.isLetter(Chars.at(text, i - 2)) || text.startsWith("ipv", i - 5);
      return named && text.charAt(i) != ':';
    }
    return !Chars.isOfWord(before) && "._$#%".indexOf(before) < 0;
  }

  private int at(String text, int i, Redaction redaction) {
    int ipv4 = Chars.isDigit(text.charAt(i)) ? Ipv4.end(text, i, '.') : -1;
    if (ipv4 > 0 && (!continues(text, ipv4) || isFile(text, i, ipv4))) {
      if (redactsIps && Ipv4.identifiesHost(text, i) && !isVersion(text, i)) {
        redaction.replace(i, ipv4, ip);
      }
      return ipv4;
    }
    int dashed = dashed(text, i, redaction);
    if (dashed > 0) {
      return dashed;
    }
    if (Ipv6.isDottedHardware(text, i)) {
      if (redactsMacs) {
        redaction.replace(i, i + Ipv6.LENGTH_OF_DOTTED, mac);
      }
      return i + Ipv6.LENGTH_OF_DOTTED;
    }
    int end = Ipv6.endOfRun(text, i);
    if (Ipv6.isHardware(text, i, end)) {
      if (redactsMacs && !Chars.isAfterWord(text, i, " :='\"(", SERIALS)) {
        redaction.replace(i, end, mac);
      }
      return end;
    }
    int address = Ipv6.withoutPort(text, i, Ipv6.withoutColon(text, i, end));
    if (redactsIps
        && Ipv6.isAddress(text, i, address)
        && !Chars.isOfWord(Chars.at(text, address))) {
      int zone = Ipv6.endOfZone(text, address);
      replaceIpv6(text, i, zone, redaction);
      return Math.max(end, zone);
    }
    return end;
  }

  /** Handles {@code 203-0-113-7.dsl.example.com}, also after a word: {@code c-203-0-113-7.…}. */
  private int dashed(String text, int i, Redaction redaction) {
    int from = i;
    while (from - i < LONGEST_LABEL && Chars.isAsciiLetter(Chars.at(text, from))) {
      from++; // a word of hexadecimal letters, which the run of an IPv6 address would include
    }
    if (from > i && Chars.at(text, from++) != '-') {
      return -1;
    }
    boolean mayBe = Chars.at(text, from - 1) != '-'
        || (Chars.isLetter(Chars.at(text, from - 2)) && Ipv4.hasLargePart(text, from));
    int end = mayBe ? Ipv4.end(text, from, '-') : -1;
    if (end < 0 || !isHost(text, end)) {
      return -1;
    }
    if (redactsIps) {
      redaction.replace(from, end, ip);
    }
    return end;
  }

  /** Returns whether the name of a domain continues there. */
  private static boolean isHost(String text, int from) {
    int dot =
        Chars.at(text, from) == '.' ? Urls.firstOf(text, ". /:", from + 1, text.length()) : -1;
    return dot > 0 && Chars.isAsciiLetter(Chars.at(text, from + 1)) && Chars.at(text, dot) == '.';
  }

  /** Returns whether the address names a file, as in {@code 203.0.113.7.log}. */
  private static boolean isFile(String text, int from, int to) {
    return Chars.at(text, to) == '.'
        && Chars.isAsciiLetter(Chars.at(text, to + 1))
        && Ipv4.hasLargePart(text, from);
  }

  private void replaceIpv6(String text, int from, int to, Redaction redaction) {
    boolean brackets =
        from > redaction.end() && Chars.at(text, from - 1) == '[' && Chars.at(text, to) == ']';
    redaction.replace(brackets ? from - 1 : from, brackets ? to + 1 : to, ip);
  }

  private static boolean continues(String text, int end) {
    char after = Chars.at(text, end);
    char then = Chars.at(text, end + 1);
    return Chars.isOfWord(after)
        || after == '_'
        || ((after == '.' || after == '-') && Chars.isAlnum(then) && !isSentence(text, end));
  }

  /** Returns whether a full stop without a space follows, as in {@code 10.1.2.3.Then}. */
  private static boolean isSentence(String text, int end) {
    return text.charAt(end) == '.' && Character.isUpperCase(Chars.at(text, end + 1));
  }

  private int hostName(String text, int from, Redaction redaction) {
    int end = Ipv4.end(text, from, '-');
    if (end > 0 && redactsIps && !Chars.isOfWord(Chars.at(text, end))) {
      redaction.replace(from, end, ip);
    }
    return end;
  }

  private static boolean isVersion(String text, int from) {
    char before = Chars.at(text, from - 1);
    if (before == '~' || (before == '-' && Chars.isOfWord(Chars.at(text, from - 2)))) {
      return true; // ojdbc8-19.3.0.1
    }
    boolean mayBe = !Ipv4.hasLargePart(text, from) && !Ipv4.isPrivate(text, from);
    if (mayBe && isInContext(text, from)) {
      return true;
    }
    if (before == '/' && !Ipv4.isPrivate(text, from)) {
      int end = Ipv4.end(text, from, '.');
      boolean segment = Chars.isAlnum(Chars.at(text, from - 2)) && Chars.at(text, end) == '/';
      if (segment || isProduct(text, from - 1)) {
        return true; // lib/1.2.3.4/x.jar, Jetty/9.4.58.1
      }
    }
    if (before == ' ' && mayBe && isCamel(text, from - 1)) {
      return true; // PostgreSQL 14.2.0.1
    }
    return Chars.isAfterWord(text, from, " :='\"(", VERSION_WORDS);
  }

  /** Returns whether one of the words before it in the line says that it is a version. */
  private static boolean isInContext(String text, int from) {
    int lowest = Math.max(0, from - LONGEST_CONTEXT);
    int to = from;
    for (int i = from - 1; i >= lowest && text.charAt(i) != '\n'; i--) {
      if (!Chars.isAsciiLetter(text.charAt(i))) {
        if (isVersionWord(text, i + 1, to)) {
          return true;
        }
        to = i;
      } else if (i == 0 && isVersionWord(text, i, to)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isVersionWord(String text, int from, int to) {
    return to - from > 4
        && VERSION_CONTEXT.contains(text.substring(from, to).toLowerCase(Locale.ROOT));
  }

  /** Returns whether the word that ends there is camel case, like product names. */
  private static boolean isCamel(String text, int end) {
    boolean inner = false;
    boolean lower = false;
    int i = end - 1;
    for (; i >= 0 && end - i < 40 && Chars.isAsciiLetter(text.charAt(i)); i--) {
      lower |= Character.isLowerCase(text.charAt(i));
      inner |= Character.isUpperCase(text.charAt(i)) && Chars.isAsciiLetter(Chars.at(text, i - 1));
    }
    return inner && lower;
  }

  /**
   * Returns whether the word before the slash is written like a product name: Jetty, HttpClient.
   */
  private static boolean isProduct(String text, int slash) {
    int i = slash - 1;
    boolean lower = false;
    while (i >= 0 && slash - i < 40 && Chars.isAsciiLetter(text.charAt(i))) {
      lower |= Character.isLowerCase(text.charAt(i));
      i--;
    }
    boolean whole = i < 0 || (!Chars.isAlnum(text.charAt(i)) && ".-_".indexOf(text.charAt(i)) < 0);
    return lower && whole && i + 1 < slash && Character.isUpperCase(text.charAt(i + 1));
  }
}
