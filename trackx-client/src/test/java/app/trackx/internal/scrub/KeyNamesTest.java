package app.trackx.internal.scrub;

import static app.trackx.internal.scrub.MarkedTexts.assertScrubbed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Names of values, and the words that they consist of. */
class KeyNamesTest {
  private final KeyNames names = new KeyNames(List.of());

  @Test
  void ambiguousName_isSensitive_byItsValue() {
    assertThat(names.matches("stripe_key", "a1b2c3d4e5")).isTrue();
    assertThat(names.matches("stripe_key", "primary")).isFalse();
    assertThat(names.matches("zip", "12345-678")).isTrue();
    assertThat(names.matches("zip", 12345678)).isTrue();
    assertThat(names.matches("zip", "gzip")).isFalse();
    assertThat(names.matches("zip", List.of("12345-678"))).isFalse();
    assertThat(names.matches("address", "12 Main Street")).isTrue();
    assertThat(names.matches("address", "localhost")).isFalse();
    assertThat(names.matches("zip", null)).isFalse();
    assertThat(names.matches("password", null)).isTrue();
    assertThat(names.matches("title", "a1b2c3d4e5")).isFalse();
  }

  @Test
  void configuredName_isFoundInTexts() {
    assertScrubbed(
        MarkedTexts.scrubber("shoebox", "Customer-Zip", "shoeSize", "customer address"),
        "shoebox=«abcd1»",
        "my_shoebox=«abcd1»",
        "customer zip: «1234a»",
        "her shoe size: «42a»",
        "shoe size=«42a1»",
        "size=42a1",
        "customer address: «a1b2»",
        "address: a1b2",
        "zip: 1234a");
    assertScrubbed("shoebox=abcd1");
  }

  @Test
  void configuredName_isSensitive_thoughItsLastWordIsKnown() {
    KeyNames configured = new KeyNames(List.of("customerAddress", "zip"));

    assertThat(configured.kindOf("customerAddress")).isEqualTo(NameKind.SECRET);
    assertThat(configured.matches("first_customer_address", "somewhere")).isTrue();
    assertThat(configured.matches("address")).isFalse();
    assertThat(configured.matches("serverAddress", "somewhere")).isFalse();
    assertThat(configured.matches("homeZip")).isTrue();
  }

  @Test
  void name_hasTwoTo200Characters() {
    assertThat(names.matches("pw")).isTrue();
    assertThat(names.matches("x.".repeat(96) + "password")).isTrue();
    assertThat(names.matches("x.".repeat(96) + "xpassword")).isFalse();
  }

  @Test
  void lastWordsOfALongName_decide() {
    assertThat(names.matches("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.password")).isTrue();
    assertThat(names.matches("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.password")).isTrue();
    assertThat(names.matches("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.password.x")).isFalse();
  }

  @Test
  void words_areSeparatedByCapitalsAndSigns() {
    assertThat(names.matches("HTTPToken")).isTrue();
    assertThat(names.matches("userPIN")).isTrue();
    assertThat(names.matches("numero___de___compte")).isTrue();
    assertThat(names.matches("nextToken")).isFalse();
    assertThat(names.matches("sessionTimeout")).isFalse();
  }

  @Test
  void name_mayEndInADigit() {
    assertThat(names.matches("password1")).isTrue();
    assertThat(names.matches("newPassword2")).isTrue();
    assertThat(names.matches("address2", "12 Main Street")).isTrue();
    assertThat(names.matches("cvv2")).isTrue();
    assertThat(names.matches("cell2")).isFalse();
    assertThat(names.matches("title2")).isFalse();
    assertThat(names.matches("22")).isFalse();
    assertScrubbed("password1=«hunter2»&password2=«hunter2»", "cell2=1234");
  }

  @Test
  void signsAfterTheLastWord_areIgnored() {
    assertThat(names.matches("user[password]")).isTrue();
    assertThat(names.matches("password ")).isTrue();
    assertThat(names.matches("password*")).isTrue();
    assertThat(names.matches("Password:")).isTrue();
    assertThat(names.matches("getPassword()")).isTrue();
    assertThat(names.matches("user[title]")).isFalse();
    assertThat(names.matches("[]")).isFalse();
  }

  @Test
  void accents_areIgnored() {
    assertThat(KeyNames.lower("àÉß")).isEqualTo("aess");
    assertThat(KeyNames.lower("Żeton")).isEqualTo("zeton");
    assertThat(KeyNames.lower("пароль")).isEqualTo("пароль");
  }

  @Test
  void plural_hasFiveLetters() {
    assertThat(SensitiveNames.of("codes")).isEqualTo(NameKind.ENDING);
    assertThat(SensitiveNames.of("pins")).isEqualTo(NameKind.NONE);
    assertThat(SensitiveNames.of("titles")).isEqualTo(NameKind.NONE);
  }
}
