package app.trackx.internal.scrub;

import org.junit.jupiter.api.Test;

/** The first and last line of a private key, and texts that only mention one. */
class PemRuleTest extends OneRule {
  private static final String DASHES = "-----";
  private static final String BEGIN = DASHES + "BEGIN ";
  private static final String END = DASHES + "END ";
  private static final String TITLE = "RSA PRIVATE KEY";

  PemRuleTest() {
    super(new PemRule(new Labels(null)));
  }

  @Test
  void key_isRedactedToItsLastLine() {
    String key = BEGIN + TITLE + DASHES + "\nMIIEpAIB\n" + END + TITLE + DASHES;
    becomes(key, "[private key]");
    becomes("a " + key + " b " + key + " c", "a [private key] b [private key] c");
    becomes(key.replace('\n', ' '), "[private key]");
    becomes(key.replace("\n", "\\n"), "[private key]");
    becomes(key.replace("\n", ""), "[private key]");
  }

  @Test
  void key_isRedactedToTheEnd_whereTheTextIsCutWithinIt() {
    becomes("a " + BEGIN + TITLE, "a [private key]");
    becomes("a " + BEGIN + TITLE + DASHES + "\nMIIEpAIB", "a [private key]");
    becomes("a " + BEGIN + TITLE + DASHES + "\nMIIEpAIB\n" + END + TITLE, "a [private key]");
  }

  @Test
  void otherBlock_stays() {
    stays(
        BEGIN + "CERTIFICATE" + DASHES + "\nMIIEpAIB PRIVATE KEY",
        BEGIN + DASHES + " no PRIVATE KEY",
        "no " + BEGIN + TITLE + DASHES + ", the file is empty",
        "no " + BEGIN + TITLE + DASHES);
  }

  @Test
  void keyOfPutty_isRedactedToItsSignature() {
    String key = "Private-" + "Lines: 8\nAAABAQ\nAAAA";
    becomes(key, "[private key]");
    becomes(key + "\nPrivate-MAC: 1f", "[private key]\nPrivate-MAC: 1f");
    becomes(
        "Comment: x\n" + key + "\nPrivate-MAC: 1f", "Comment: x\n[private key]\nPrivate-MAC: 1f");
    stays("Private-" + "Lines: missing", "Private-" + "Lines: ");
  }
}
