package app.trackx.internal.scrub;

import static app.trackx.internal.scrub.MarkedTexts.assertScrubbed;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The extent of values, and what is none. */
class ValuesTest {
  @Test
  void generatedValue_hasEightCharacters_andTenInASentence() {
    assertScrubbed(
        "invalid token: «a1b2c3d4e5»",
        "invalid token: a1b2c3d4e",
        "invalid token=«a1b2c3d4»",
        "invalid token=a1b2c3d",
        "invalid token=«123456»",
        "invalid token=12345");
  }

  @Test
  void secret_isMoreThanThreeDigits_orAnythingElse() {
    assertScrubbed(
        "API key: «123-456»",
        "API key: «123»",
        "API key: 12",
        "API key: hunter",
        "apikey=«1234»",
        "apikey=123",
        "apikey=«a1»");
  }

  @Test
  void reference_isNoValue() {
    assertScrubbed(
        "password=#{db.password}",
        "password=%{password}",
        "password=${password}",
        "password='{{password}}'",
        "password=:name",
        "password='$1'",
        "password='«$1a»'",
        "password='«$12»'",
        "password='«$ab»'",
        "password='«#1»'");
  }

  @Test
  void zero_isNoValue() {
    assertScrubbed("password=0", "password=«1»", "password=«00»", "password=null");
  }

  @Test
  void quoteWithinAPassword_standsBetweenLettersAndDigits() {
    assertScrubbed(
        "(password=«it'sme»)",
        "(password=«it's1»)",
        "(password='«hunter2»'); next",
        "(password=«hunter2»'); next",
        "password=«x-»'y");
  }

  @Test
  void passphrase_continuesToTheBracketOfItsObject() {
    assertScrubbed(
        "Account[password=«Hunter2 yellow»]",
        "Account(password=«Hunter2 yellow»)",
        "Account{password=«Hunter2 yellow»}",
        "[login password=«Hunter2» typed, see docs]");
  }

  @Test
  void passphrase_continuesToTheNextName() {
    assertScrubbed(
        "password=«correct horse battery»",
        "password=«correct horse» user = bob",
        "password=«correct horse» user : bob",
        "password=«correct horse» user=bob",
        "password=«correct horse» was wrong");
  }

  @Test
  void capitalizedWords_areAPassphrase_ifTheyEndTheLine() {
    String before = "The server could not be reached. ".repeat(3);

    assertScrubbed(
        before + "password: «Correct Horse»",
        "password: «Correct Horse»",
        "password: «Correct Horse»\nnext line",
        "password: Correct Horse failed",
        "password: Correct was wrong");
  }

  @Test
  void signThatEndsValues_mayStandWithinAPassword() {
    assertScrubbed(
        "password=«Hunter2», next",
        "password=«Hunter2,next»",
        "password=«Hunter2»,,next",
        "password=«Hunter2»,user=bob",
        "password=«Hunter2».");
  }

  @Test
  void wordAfterAColon_isAPassword_ifTheClauseEndsThere() {
    assertScrubbed(
        "password: «hunter»",
        "password: «hunter» - denied",
        "password: «hunter» (wrong)",
        "password: hunter denied",
        "password: 123 failed",
        "password: «1234» failed",
        "password: path/to file",
        "password::2fa failed");
  }

  @Test
  void generatedWord_changesThreeTimesBetweenLettersAndDigits() {
    assertThat(looksGenerated("aaaaa1b2")).isTrue();
    assertThat(looksGenerated("aaaa1b2")).isFalse();
    assertThat(looksGenerated("aaaaaa1b")).isFalse();
    assertThat(looksGenerated("0x1a2b3c4d")).isFalse();
  }

  @Test
  void generatedWord_mayChangeTheCaseInTurn_ifItHasADigit() {
    assertThat(looksGenerated("AbCdEfGhijklmnopqrs1")).isTrue();
    assertThat(looksGenerated("aBcDeFghijklmnopqrs1")).isFalse();
    assertThat(looksGenerated("aBcDeFgHiJkLmNo1")).isTrue();
    assertThat(looksGenerated("aBcDeFgHiJkLmN1")).isFalse();
    assertThat(looksGenerated("aBcDeFgHiJkLmNoPq")).isFalse();
  }

  @Test
  void nameOfAnObject_looksGenerated_byThePartBeforeItsSign() {
    assertThat(looksGenerated("aaaaa1b2@c")).isTrue();
    assertThat(looksGenerated("aaaaaa1b@2c3")).isFalse();
    assertThat(looksGenerated("aaaa1b2@c3")).isFalse();
    assertThat(looksGenerated("Session(1f2e3d)")).isFalse();
    assertThat(looksGenerated("abc#1d2e3f4")).isFalse();
    assertThat(looksGenerated("ab#c1d2e3f4")).isTrue();
  }

  private static boolean looksGenerated(String word) {
    return Values.looksGenerated("token is " + word + "9z9z", 9, 9 + word.length());
  }

  @Test
  void mixedWord_hasFiveCharacters_lettersAndOthers() {
    assertThat(isMixed("abcd1")).isTrue();
    assertThat(isMixed("abcd!")).isTrue();
    assertThat(isMixed("abc1")).isFalse();
    assertThat(isMixed("abcde")).isFalse();
    assertThat(isMixed("12345")).isFalse();
    assertThat(isMixed("abc(1d")).isFalse();
    assertThat(isMixed("abc=1d")).isFalse();
  }

  @Test
  void mixedWordWithHyphens_mixesWithinAPart_orEndsWithTwoDigits() {
    assertThat(isMixed("ab1-cdef")).isTrue();
    assertThat(isMixed("ab1-cde")).isFalse();
    assertThat(isMixed("build-step-22")).isTrue();
    assertThat(isMixed("build-step-2")).isFalse();
    assertThat(isMixed("build-22-step")).isFalse();
    assertThat(isMixed("build-a2-step")).isTrue();
    assertThat(isMixed("shop-25612")).isTrue();
    assertThat(isMixed("sha-25612")).isFalse();
  }

  private static boolean isMixed(String word) {
    return Values.isMixed("password " + word + "9z", 9, 9 + word.length());
  }
}
