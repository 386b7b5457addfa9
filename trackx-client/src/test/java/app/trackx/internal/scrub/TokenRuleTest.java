package app.trackx.internal.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** The shortest and the longest credentials of each form, and what is beside them. */
class TokenRuleTest extends OneRule {
  private static final String MIXED = "aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV"; // 32
  private static final String HEX = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"; // 32
  private static final String PREFIX = "The server has answered with an unexpected text, which is ";
  private static final String GITHUB = "gh" + "p_" + "a1".repeat(18);
  private static final String JWT = "eyJ" + "hbGciOiJIUzI1NiJ9";
  private static final String TELEGRAM = "12345678:" + "A";
  private static final String FIREBASE = "dXyz1:" + "APA91b";
  private static final String HOOK = "hooks.slack.com" + "/services/";

  TokenRuleTest() {
    super(new TokenRule(new Labels(null), EnumSet.noneOf(Kind.class)));
  }

  @Test
  void schemeOfHttp_precedesAToken() {
    becomes("apikey a1b2c3d4", "apikey [token]");
    becomes("Bearer a1b2c3d4", "Bearer [token]");
    becomes("BEARER: a1b2c3d4", "BEARER: [token]");
    becomes("Bearer   a1b2c3d4.", "Bearer   [token].");
    becomes("Basic YWJjZGU=", "Basic [token]");
    becomes("Basic abcdefghijklmnopqrst", "Basic [token]");
    becomes("Bearer abcdefg1", "Bearer [token]");
    becomes("Bearer abcdefghij-klmnopqrs1", "Bearer [token]");
    becomes("Digest username=\"bob\", x=1\nnext", "Digest [token]\nnext");
    stays(
        "Bearer a1b2c3d",
        "Bearer abcdefgh",
        "Bearer abc-efg1",
        "Basic abcdefghijklmnopqrs",
        "Basic abcdefghij-klmnopqrst",
        "Bearer realm=a1b2c3d4",
        "Basic-a1b2c==",
        "got Bearer ",
        "got Bearer =");
  }

  @Test
  void nameThatStartsLikeAScheme_hidesNothing() {
    becomes("GET /basic-auth/reset/a1b2c3d4", "GET /basic-auth/reset/[token]");
    becomes("bucket basic-configuration/" + GITHUB, "bucket basic-configuration/[key]");
  }

  @Test
  void keyAfterAScheme_isRedacted_withANameBeforeItToo() {
    becomes("Bearer scope=" + GITHUB, "Bearer scope=[key]");
    becomes("Basic realm=x, Bearer a=" + JWT + ".eyJzdWIiOiIxIn0", "Basic realm=x, Bearer a=[jwt]");
  }

  @Test
  void jsonWebToken_hasTwoPartsOrMore() {
    becomes(JWT + ".eyJzdWIiOiIxIn0.c2ln", "[jwt]");
    becomes("is " + JWT + ".eyJzdWIiOiIxIn0.c2ln.", "is [jwt].");
    becomes("is eyJhbGciOiJIUzI1.abc", "is [jwt]");
    stays("is " + JWT, "is " + JWT + ".", "is eyJhbGciOiJIUz.abc");
  }

  @Test
  void signedQueryOfAzure_hasASignature() {
    becomes("is sv=20" + "22-11-02&sr=b&sig=a%2Bb, x", "is [token], x");
    stays(
        "is sv=20" + "22-11-02&sr=b&st=2024-01-31, x",
        "is sv=20" + "22-11-02&sr=b of a&sig=b",
        "sv=20" + "22-11-02&sr=b");
  }

  @Test
  void pathOfAnInvitation_precedesAToken() {
    becomes("GET /reset/a1b2c3d4", "GET /reset/[token]");
    becomes("GET /reset/a1b2c3d4==", "GET /reset/[token]");
    becomes("GET /RESET/abcdefghijklmno1", "GET /RESET/[token]");
    becomes("GET https://a.example/invite/a1b2c3d4", "GET https://a.example/invite/[token]");
    stays(
        PREFIX + "GET /reset/a1b2c3d",
        PREFIX + "GET /reset/0x1a2b3c4d",
        PREFIX + "GET /reset/abcdefghijklmn1",
        PREFIX + "GET /orders/a1b2c3d4",
        PREFIX + "GET reset/a1b2c3d4",
        PREFIX + "GET /xreset/a1b2c3d4");
  }

  @Test
  void tokenOfDiscord_hasThreePartsOfTheirLengths() {
    becomes("token " + discord(24, 6, 27) + ", x", "token [key], x");
    becomes("token " + discord(28, 6, 38), "token [key]");
    for (String other : new String[] {
      discord(23, 6, 27),
      discord(29, 6, 27),
      discord(24, 5, 27),
      discord(24, 7, 27),
      discord(24, 6, 26),
      discord(24, 6, 27).replaceFirst("\\.", ":"),
      discord(24, 6, 27).substring(0, 31) + ":" + "c".repeat(27)
    }) {
      stays(PREFIX + other);
    }
  }

  @Test
  void keyOfTelegram_hasEightDigitsBeforeTheColon() {
    becomes(TELEGRAM + "a".repeat(32), "[key]");
    becomes(PREFIX + TELEGRAM + "a".repeat(38), PREFIX + "[key]");
    becomes("/bot" + TELEGRAM + "a".repeat(34) + "/send", "/bot[key]/send");
    stays(
        TELEGRAM + "a".repeat(31),
        PREFIX + TELEGRAM + "a".repeat(31),
        PREFIX + TELEGRAM + "a".repeat(39),
        PREFIX + "1234567:" + "A" + "a".repeat(34),
        PREFIX + "a1234567:" + "A" + "a".repeat(34));
  }

  @Test
  void keyOfFirebase_isLong() {
    becomes(FIREBASE + "a".repeat(54), "[key]");
    becomes("x".repeat(70) + ":" + "APA91b" + "a".repeat(54), "x".repeat(6) + "[key]");
    stays(FIREBASE + "a".repeat(53), PREFIX + FIREBASE + "a".repeat(53));
  }

  @Test
  void keyOfAzure_hasADigitBeforeItsMark() {
    becomes("is abc1" + "Q~" + "a".repeat(30), "is [key]");
    stays(
        PREFIX + "abc1" + "Q~" + "a".repeat(29),
        PREFIX + "abcdQ~" + "a".repeat(30),
        PREFIX + "abc1R~" + "a".repeat(30));
  }

  @Test
  void keyOfTerraform_hasFourteenCharactersBeforeItsMark() {
    becomes("is " + "a".repeat(14) + ".atlas" + "v1." + "a".repeat(52), "is [key]");
    stays(
        PREFIX + "a".repeat(14) + ".atlas" + "v1." + "a".repeat(51),
        PREFIX + "a".repeat(13) + ".atlas" + "v1." + "a".repeat(52),
        PREFIX + "a".repeat(15) + ".atlas" + "v1." + "a".repeat(52));
  }

  @Test
  void keyOfMailchimp_startsWithAnyHexadecimalDigit() {
    for (int i = 0; i < 16; i++) {
      String key = HEX.substring(2 * i) + HEX.substring(0, 2 * i);
      becomes("is " + key + "-us" + "6, x", "is [key], x");
    }
    stays(PREFIX + HEX + "-usable", PREFIX + HEX.replace('f', 'g') + "-us6");
  }

  @Test
  void hook_isRedactedWithItsUrl() {
    becomes(HOOK + "T0/B0/x", "[key]");
    becomes("see https://" + HOOK + "T0/B0/x.", "see [key].");
    becomes(PREFIX + "https://" + HOOK + "T0/B0/x", PREFIX + "[key]");
    becomes("[https://" + HOOK + "T0/B0/x]", "[[key]]");
    becomes("<https://chat.googleapis.com/v1/" + "spaces/A/messages>", "<[key]>");
    becomes("p".repeat(70) + "/" + HOOK + "T0/B0/x", "p".repeat(7) + "[key]");
    stays("see " + HOOK, "see https://" + HOOK + " for help");
  }

  @Test
  void commentOfAnSshKey_isRedacted_ifItIsAUserAndAMachine() {
    String key = "AAAAC3" + "NzaC1" + "lZDI1NTE5AAAAI" + "a1".repeat(20);
    becomes("ssh-ed25519 " + key + " bob@laptop, x", "ssh-ed25519 [key], x");
    becomes("ssh-ed25519 " + key + " backup", "ssh-ed25519 [key] backup");
    becomes("key " + GITHUB + " bob@laptop", "key [key] bob@laptop");
  }

  @Test
  void longWord_isRedacted_ifItsCharactersTakeTurns() {
    for (String word : new String[] {
      MIXED,
      "Az0".repeat(11),
      "aZ9".repeat(11),
      "aB".repeat(15) + "12", // the fewest digits
      "A1".repeat(3) + "a1".repeat(15), // the fewest capitals
      "a1".repeat(3) + "A1".repeat(15), // the fewest small letters
      "aaBB11".repeat(4) + "aaBB1111111", // the fewest changes
      "zzzzzz1".repeat(6) + "zzzzzz" // small letters only
    }) {
      becomes(word, "[key]");
      becomes(PREFIX + word + ", x", PREFIX + "[key], x");
      becomes("is " + word + "==, x", "is [key], x");
    }
  }

  @Test
  void longWordOfAnotherForm_stays() {
    for (String word : new String[] {
      MIXED.substring(1),
      "traceId=" + MIXED,
      "sha512/" + MIXED,
      "aaBB11".repeat(4) + "aaBBBBBBBBB", // too few changes
      "zzzzzz1".repeat(6) + "zzzzz",
      "zzzzzzz1".repeat(6),
      "zzzzz_1".repeat(7),
      "abcdef1".repeat(7)
    }) {
      stays(word, PREFIX + word, PREFIX + word + " x");
    }
  }

  @Test
  void longWordAfterAKey_isAnotherOne() {
    becomes(GITHUB + "/" + MIXED, "[key][key]");
    becomes(TELEGRAM + "a".repeat(34) + "/" + MIXED, "[key][key]");
    becomes("is 1" + HEX.substring(1) + "-us6/" + MIXED, "is [key][key]");
    becomes("is " + JWT + ".eyJzdWIiOiIxIn0.c2ln/" + MIXED, "is [jwt][key]");
    becomes("GET /reset/a1b2c3d4/" + MIXED, "GET /reset/[token][key]");
  }

  @Test
  void keptKind_stays() {
    TokenRule withoutKeys = new TokenRule(new Labels(null), EnumSet.of(Kind.KEY));
    TokenRule withoutTokens = new TokenRule(new Labels(null), EnumSet.of(Kind.TOKEN));
    String text = "Bearer a1b2c3d4, /reset/a1b2c3d4, " + GITHUB + ", " + MIXED;

    assertThat(withoutKeys.apply(text))
        .isEqualTo("Bearer [token], /reset/[token], " + GITHUB + ", " + MIXED);
    assertThat(withoutTokens.apply(text))
        .isEqualTo("Bearer a1b2c3d4, /reset/a1b2c3d4, [key], [key]");
  }

  private static String discord(int first, int second, int third) {
    return "M" + "a".repeat(first - 1) + "." + "b".repeat(second) + "." + "c".repeat(third);
  }
}
