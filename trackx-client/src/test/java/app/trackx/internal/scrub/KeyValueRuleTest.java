package app.trackx.internal.scrub;

import static app.trackx.internal.scrub.MarkedTexts.assertScrubbed;

import org.junit.jupiter.api.Test;

/** Names, the signs after them, and the quotes and brackets around their values. */
class KeyValueRuleTest {
  @Test
  void signWithoutNameOrValue_isNoPair() {
    assertScrubbed(
        "login password=",
        "login password:",
        "password = ",
        "password:\n",
        "password:\n  ",
        " = x",
        "  : x",
        "\"=x",
        ".=x",
        ". : x");
  }

  @Test
  void name_mayStandAtMostTwoBlanksBeforeItsSign() {
    assertScrubbed("password =«hunter2»", "password  = «hunter2»", "password   = hunter2");
  }

  @Test
  void name_mayEndInADigitOrAnUnderscore() {
    assertScrubbed(
        "cvv2=«123»", "password1=«hunter2»", "password_=«hunter2»", "utf8=hunter2", "x_=hunter2");
  }

  @Test
  void name_mayBeAnIndex() {
    assertScrubbed(
        "user[password]=«hunter2»",
        "u[password]=«hunter2»",
        "form: user[account][password]=«hunter two»&x=1",
        "params[:password]=«hunter2»",
        "config['db.password'] = '«hunter2»'",
        "config[\"password\"] = \"«hunter2»\"",
        "user[token]=«a1b2c3d4e5»",
        "user[token]=hunter",
        "user[title]=hunter2",
        "user[]=hunter2",
        "[password]=hunter2",
        "Missing fields [id, password]: AppConfig",
        "Missing fields [password]: AppConfig",
        "]=x",
        "a]=x",
        "[a]=x",
        "a[]=x");
  }

  @Test
  void arrow_isASign() {
    assertScrubbed(
        "password -> «hunter2»",
        "password->«hunter2»",
        "password => «hunter2»",
        "password > hunter2");
  }

  @Test
  void value_mayStandBelowItsName() {
    assertScrubbed("password:\n  «hunter2» next", "password:\n«hunter2»", "token:\n  hunter2");
  }

  @Test
  void value_mayStandBetweenAngleBrackets() {
    assertScrubbed("password:>«hunter2»< failed", "password: >=12 chars expected");
  }

  @Test
  void cookie_isAHeaderAfterAColon_atTheEndOfItsLine() {
    assertScrubbed("Cookie: «theme»", "Cookie: «theme»\nnext", "cookie=theme");
  }

  @Test
  void session_isAnId_upToSixteenHexadecimalDigits() {
    assertScrubbed(
        "session: 1a2b3c4d5e",
        "http session: 1a2b3c4d5e6f7a8b",
        "http session: «1a2b3c4d5e6f7a8b9»",
        "session: «1a2b3c4d5g»",
        "session=«1a2b3c4d5e»",
        "token: «1a2b3c4d5e»");
  }

  @Test
  void environment_tellsTheUser_unlessItIsAService() {
    assertScrubbed(
        "USER=«alice»", "LOGNAME=«alice»", "HOSTNAME=«alices-laptop»", "USER=root", "USER: alice");
  }

  @Test
  void nameOfSeveralWords_isSeparatedBySingleBlanksOrApostrophes() {
    String sentence = "The request could not be completed since the other side hung up. ".repeat(4);

    assertScrubbed(
        "driver's license number: «D1234567»",
        "carte d'identité: «123456»",
        "no API key: «abcd1»",
        "no API, key: abcd1",
        sentence + "API key: «abcd1»");
  }

  @Test
  void nestedQuotes_mayHaveEightBackslashes() {
    String eight = "\\".repeat(8);

    assertScrubbed(
        "{password=" + eight + "\"«hunter two»" + eight + "\"}",
        "{password=" + eight + "\\\"hunter two" + eight + "\\\"}",
        "{password" + eight + "\": \"«hunter two»\"}",
        "{password" + eight + "\\\": \"hunter two\"}");
  }

  @Test
  void nestedQuotes_mayEndWithABackslash_orBeCut() {
    assertScrubbed("{\\\"password\\\":\\\"«hunter\\»\\\"}", "{\\\"password\\\":\\\"«hunter2\\»");
  }

  @Test
  void quote_isAnApostrophe_betweenLetters() {
    assertScrubbed(
        "password='«it's fine»' x", "password='«hunter2»'AND x", "password='«hunter two»' AND x");
  }

  @Test
  void quotedValue_isToldByTheKindOfItsName() {
    assertScrubbed(
        "\"sin\": \"«046-454-286»\"",
        "\"sin\": \"wave\"",
        "\"zip\": \"1234567\"",
        "\"zip\": \"«12345678»\"",
        "\"address\": \"«12 Main Street»\"",
        "\"address\": \"localhost\"",
        "\"username\": \"«alice»\"",
        "\"username\": \"root\"",
        "pass: \"«hunter2»\"",
        "pass: \"through\"",
        "\"pass\": \"«through»\"",
        "\"token\": \"«through»\"",
        "token: \"through\"",
        "\"key\": \"through\"");
  }

  @Test
  void object_isRedactedAsAWhole_orByItsOwnNames() {
    assertScrubbed(
        "\"auth\": {\"password\": \"«hunter2»\", \"id\": \"a1b2c3d4e5\"}",
        "\"zip\": {\"password\": \"«hunter2»\", \"id\": \"a1b2c3d4e5\"}",
        "\"address\": {\"street\": \"«12 Elm Street»\", \"id\": \"a1b2c3d4e5\"}",
        "\"token\": «{\"value\": \"a1b2c3d4e5\"}»");
  }

  @Test
  void list_isRedacted_ifOneElementLooksGenerated() {
    assertScrubbed(
        "\"tokens\": [\"EOF\", \"IDENT\"]",
        "\"tokens\": [x, a1b2c3]",
        "\"tokens\": «[x, a1b2c3d4]»",
        "\"tokens\": «[user:7 a1b2c3d4e5]»",
        "\"tokens\": «[a1b2c3d4e5»",
        "\"codes\": «[\"x\", \"a1b2c3d4e5\"]»",
        "\"codes\": [\"x\", \"y\"]");
  }

  @Test
  void listOfPasswords_isRedacted_unlessItIsEmpty() {
    assertScrubbed(
        "password=[] x",
        "password=«[hunter]» x",
        "passwords: «[hunter2, x]»",
        "passwords: [first, second]",
        "pw: «[hunter2, x]»",
        "pins: [hunter2, x]",
        "passwords: [Encoder@1f2a]",
        "password=«(hunter x»");
  }

  @Test
  void secondArgument_isAPassword_ifItMixesFiveLettersAndDigits() {
    assertScrubbed(
        "new Credentials(«bob, ab1cd»)",
        "new Credentials(bob, ab1c)",
        "new Credentials(«bob,ab1cd»)",
        "new Credentials(bob,ab1c)",
        "new Credentials(ab1cd)",
        "new Credentials(«4711, ab1cd»)",
        "new Credentials(",
        "Credentials(«bob, ab1cd»)",
        "new Options(bob, ab1cd)");
  }

  @Test
  void fieldOfAForm_isNamedAboveItsValue() {
    assertScrubbed(
        "form-data; name=\"password\"\n\n«hunter two»\n--x",
        "form-data; name=\"password\"\r\n\r\n«hunter two»\r\n--x",
        "form-data; name=\\\"password\\\"\\r\\n\\r\\n«hunter two»\\r\\n--x",
        "form-data; name=\\\"password\\\"\\n\\n«hunter two»",
        "form-data; name=\\\"password\\\"\\n\\n«hunter two»\n--x",
        "form-data; name=\"password\"\nhunter two",
        "form-data; name=\"title\"\r\n\r\nhunter two\r\n--x",
        "form-data; name=\"password\"\n\n\n--x",
        "form-data; name=\"password\"\r\n\r\n\r\n--x");
  }
}
