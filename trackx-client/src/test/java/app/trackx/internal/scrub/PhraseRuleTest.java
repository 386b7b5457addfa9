package app.trackx.internal.scrub;

import static app.trackx.internal.scrub.MarkedTexts.assertScrubbed;

import org.junit.jupiter.api.Test;

/** Secrets in sentences, and sentences without one. */
class PhraseRuleTest {
  @Test
  void dateOfBirth_isRedacted_inSeveralLanguages() {
    assertScrubbed(
        "born «1990-01-31»",
        "born on «1990-01-31» in York",
        "né le «31/01/1990»",
        "geboren am «31.01.1990»",
        "nata il «31/01/1990»",
        "urodzona «31.01.1990»",
        "geboren in Berlin",
        "born to run 1990-01-31",
        "ne le 31/01/1990");
  }

  @Test
  void numberOfAPerson_hasSixDigits() {
    assertScrubbed(
        "SSN «078-05-1120» is known",
        "SSN «123-456» is known",
        "passport «A123456» is known",
        "passport «Z123456» is known",
        "passport «+123456» is known",
        "passport A12345 is known",
        "passport [123456 is known",
        "phone «(212) 555-014» is known",
        "phone book (212) 555-014",
        "seat 123456 is free");
  }

  @Test
  void numberOfAPerson_isNamedByOneOrTwoWords() {
    assertScrubbed("tax ID «A1234567» is known", "task ID A1234567 is known");
  }

  @Test
  void password_isStatedAfterAVerb_atMostThreeWordsAfterItsOwner() {
    assertScrubbed(
        "the password is «ab1cde»",
        "the password is ab1cd",
        "the password is",
        "the password for bob is «hunter22»",
        "the password for a b c is «hunter22»",
        "the password for a b c d is hunter22",
        "the password for bob",
        "the password for");
  }

  @Test
  void password_isStatedAfterTheColonOfItsOwner() {
    assertScrubbed(
        "password for bob: «hunter22»",
        "password for b: «hunter22»",
        "password for : hunter22",
        "PIN for bob: hunter22a");
  }

  @Test
  void quotedPassword_isAnything_butASentence() {
    assertScrubbed(
        "password is \"«hunter two»\"",
        "password is '«hunter two»'",
        "password is \"hunter two",
        "password is \"must be set\"",
        "password is \"" + "x".repeat(64) + "\"",
        "password is \"«" + "x".repeat(63) + "»\"",
        "token is \"«a1b2c3d4e5»\"",
        "token is \"a1b2c3d4e\"",
        "pin is \"«1234»\"",
        "pin is \"123\"");
  }

  @Test
  void number_isStatedWithFourDigits() {
    assertScrubbed("pin is «1234»", "pin is 123", "pin is a1234");
  }

  @Test
  void code_isNamed_byItsLengthAndFate() {
    assertScrubbed(
        "CVV «123» x",
        "CVV 12 x",
        "PIN «4471» rejected",
        "PIN 447 rejected",
        "PIN 4471 x",
        "PIN 4471",
        "PIN «12345678» expired");
  }

  @Test
  void token_isNamed_ifItHasTenCharacters() {
    assertScrubbed(
        "unknown token «a1b2c3d4e5»",
        "unknown token a1b2c3d4e",
        "unknown token a1b2c3d4-e5",
        "unknown token <«a1b2c3d4e5»>",
        "API key «a1b2c3d4e5» rejected",
        "sort key a1b2c3d4e5 rejected",
        "key «a1b2c3d4e5» rejected");
  }

  @Test
  void password_isNamed_ifItIsMixedOrRejected() {
    assertScrubbed(
        "password «ab1cde» x",
        "password ab1cd x",
        "password («ab1cde») x",
        "password|«ab1cde»|x",
        "password\t«ab1cde»\tx",
        "password «hunter» rejected",
        "password hunter x",
        "password field rejected",
        "password was rejected",
        "password");
  }

  @Test
  void accountOfADomain_hasTwoTo21Characters() {
    assertScrubbed(
        "user «ACME\\bo» failed",
        "user ACME\\b failed",
        "user «ACME\\bob.x_y-z» failed",
        "user «ACME\\" + "x".repeat(22) + "» failed",
        "user ACME\\" + "x".repeat(23) + " failed",
        "user acme\\bob failed",
        "user ACMe\\bob failed",
        "for ACME\\bob\\docs",
        "file ACME\\bob failed");
  }
}
