package app.trackx.internal.scrub;

import static app.trackx.internal.scrub.MarkedTexts.assertScrubbed;

import org.junit.jupiter.api.Test;

/** The extent of numbers, names of people and addresses. */
class PersonalValuesTest {
  @Test
  void numberAfterAnAmbiguousName_hasEightCharacters_fourOfThemDigits() {
    assertScrubbed(
        "sin=«1234-abc»",
        "sin=1234-ab",
        "sin=123-abcd",
        "sin=0.12345678",
        "customer sin=«12345678» x",
        "customer sin=1234567 x");
  }

  @Test
  void number_hasThreeDigits() {
    assertScrubbed("cvv=«123»", "cvv=12", "phone=0x1234");
  }

  @Test
  void number_continuesOverSignsWithDigitsAfterThem() {
    assertScrubbed(
        "phone=«089 / 1234567»",
        "phone=«089 /1234567»",
        "phone=«0891234 -567»",
        "phone=«0891234 +567»",
        "phone=«0891234 (0) 56»",
        "phone=«0891234» - busy",
        "phone=«0891234» (busy)",
        "phone=«0891234» / -",
        "(phone=«0891234») 56");
  }

  @Test
  void number_continuesOverAColon_beforeADigit() {
    assertScrubbed("cvv=«123»:card", "cvv=«123:45» x");
  }

  @Test
  void number_continuesWithAShortWord_beforeDigits() {
    assertScrubbed(
        "phone=«0891234 x42» x",
        "phone=«0891234 ab12» x",
        "phone=«0891234» abc12",
        "born=«4 March 1987» x",
        "nir=«65 170839 J 003» x");
  }

  @Test
  void place_hasACapitalizedWordAndANumber() {
    assertScrubbed(
        "address=«12 Main Street»",
        "address=«Main Street 12»",
        "address=12 main street",
        "address=Main Street b2",
        "address=12 MAIN street",
        "address=Main12");
  }

  @Test
  void place_endsBeforeTheNextName() {
    assertScrubbed(
        "street=«12 Elm Street»,city=York",
        "street=«12 Elm Street», city=York",
        "street=«12 Elm Street, York»",
        "street=«12 Elm Street,York»",
        "street=«12 Elm Street» is unknown");
  }

  @Test
  void nameOfAPerson_isCapitalized_orAlone_inASentence() {
    assertScrubbed(
        "last name: «smith»",
        "last name: required",
        "last name: Required",
        "last name: smith was rejected",
        "last name: «Smith» was rejected",
        "姓名: «王小明» was rejected");
  }

  @Test
  void nameOfAPerson_hasAtMostFiveWords() {
    assertScrubbed(
        "full name: «Anna Berta Carla Dora Emma» failed",
        "full name: «Anna Berta Carla Dora Emma» Frieda",
        "full name: «Anna Berta» id=1",
        "full name: «Anna» Id=1");
  }

  @Test
  void nameOfAPerson_continuesOverParticles() {
    assertScrubbed(
        "full name: «Ludwig van Beethoven» failed",
        "full name: «Rogier van der Weyden» failed",
        "full name: «Juan de la Cruz» failed",
        "full name: «Pilar del Río» failed",
        "full name: «Anne du Pont» failed",
        "full name: «Ludwig» van failed",
        "full name: «Ludwig» vans Beethoven",
        "full name: «Ludwig» van");
  }

  @Test
  void nameOfAPerson_hasAnyWords_beforeABracketOrTheNextName() {
    assertScrubbed(
        "Person[lastName=«Smith of York»]",
        "Person(lastName=«Smith of York»)",
        "Person{lastName=«Smith of York»}",
        "Person[lastName=«smith st. o'neil-cox/york», id=1]",
        "Person[firstName=«ada mary»,city=York]",
        "Person[firstName=«ada mary», city=York]",
        "Person[lastName=«Smith» of York, which failed]",
        "Person[lastName=«Smith» of York; id=1]",
        "(last name: «Smith» and others)");
  }

  @Test
  void nameOfAPerson_endsAtTheFirstWord_ifTheBracketIsFar() {
    String before = "The form was rejected. ".repeat(5);

    assertScrubbed(
        "Person[lastName=«Smith " + "x".repeat(62) + "»]",
        "Person[lastName=«Smith» " + "x".repeat(63) + "]",
        before + "Person[lastName=«Smith of York»]");
  }
}
