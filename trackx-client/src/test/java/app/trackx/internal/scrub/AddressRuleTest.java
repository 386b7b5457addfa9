package app.trackx.internal.scrub;

import static app.trackx.internal.scrub.ScrubAssertions.assertScrubbed;
import static app.trackx.internal.scrub.ScrubAssertions.assertUnchanged;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, and what only looks like one. */
class AddressRuleTest {
  private static final TextScrubber SCRUBBER =
      new TextScrubber(null, EnumSet.noneOf(Kind.class), List.of(), null);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.3",
        "1.1.1.1",
        "126.0.0.1",
        "128.0.0.1",
        "254.0.0.1",
        "203.0.113.255",
        "2001:db8::1",
        "fe80::1",
        "1::",
        "1:2:3:4:5:6::7",
        "2001:db8:1:2:3:4:5:6",
        "1:2:3:4:5:6:7:888",
        "::ffff:10.1.2.3",
        "::10.1.2.3",
        "::2",
        "fe80::1%eth0",
        "[2001:db8::1]",
      })
  void addressOfAHost_isRedacted(String address) {
    assertThat(SCRUBBER.scrub("from " + address)).isEqualTo("from [ip]");
    assertThat(SCRUBBER.scrub("from " + address + ", again")).isEqualTo("from [ip], again");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "0.1.2.3",
        "255.255.255.0",
        "255.1.2.3",
        "10.1.2.0",
        "10.1.2.256",
        "10.1.2",
        "10.1.2.3.4",
        "10.01.2.3",
        "1000.1.2.3",
        "::",
        "::1",
        "0:0:0:0:0:0:0:1",
        "::0001",
        "0000:0000:0000:0000:0000:0000:0000:0001",
        "0:0:0:0:0:0:0:0",
        "1:2:3:4:5:6:7:88",
        "2001:db8:1:2:3:4:5",
        "2001:db8:1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::8",
        "12345::1",
        "1::2::3",
        "a::b",
        "2001:db8::1x",
      })
  void otherNumbers_stay(String text) {
    assertThat(SCRUBBER.scrub("from " + text)).isEqualTo("from " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.2.3.4", "172.16.3.4", "172.31.3.4", "192.168.3.4"})
  void privateAddress_isNoVersion(String address) {
    assertThat(SCRUBBER.scrub("lib/" + address + "/x")).isEqualTo("lib/[ip]/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"11.2.3.4", "172.15.3.4", "172.32.3.4", "173.16.3.4", "192.167.3.4", "193.168.3.4"
      })
  void numbersInAPath_areAVersion(String version) {
    assertThat(SCRUBBER.scrub("lib/" + version + "/x")).isEqualTo("lib/" + version + "/x");
  }

  @ParameterizedTest
  @CsvSource({
    "upgrade to 9.4.58.1 failed, upgrade to 9.4.58.1 failed",
    "upgrade to 9.4.58.99 failed, upgrade to 9.4.58.99 failed",
    "upgrade to 9.4.58.100 failed, upgrade to [ip] failed",
    "upgrade to 10.4.58.1 failed, upgrade to [ip] failed",
    "Jetty/9.4.58.1 failed, Jetty/9.4.58.1 failed",
    "jetty/9.4.58.1 failed, jetty/[ip] failed",
    "PostgreSQL 14.2.0.1 failed, PostgreSQL 14.2.0.1 failed",
    "Server 14.2.0.1 failed, Server [ip] failed",
  })
  void versions_areToldByTheWordsBeforeThem(String text, String expected) {
    assertThat(SCRUBBER.scrub(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "00:1b:44:11:3a:b7, [mac]",
    "00-1b-44-11-3a-b7, [mac]",
    "3c22.fb9a.017e, [mac]",
    "00:1b:44:11:3a, 00:1b:44:11:3a",
    "00-11-44-11-33-77, 00-11-44-11-33-77",
    "1234.5678.9012, 1234.5678.9012",
    "abcd.efab.cdef, abcd.efab.cdef",
    "3c22.fb9a.017g, 3c22.fb9a.017g",
    "serial 00:1b:44:11:3a:b7, serial 00:1b:44:11:3a:b7",
    "fingerprint 00:1b:44:11:3a:b7, fingerprint 00:1b:44:11:3a:b7",
  })
  void hardwareAddress_isRedacted_inItsThreeForms(String text, String expected) {
    assertThat(SCRUBBER.scrub("port " + text)).isEqualTo("port " + expected);
  }

  @Test
  void kindThatIsKept_stays() {
    String text = "port 00:1b:44:11:3a:b7 at 10.1.2.3";

    assertThat(new TextScrubber(null, EnumSet.of(Kind.MAC), List.of(), null).scrub(text))
        .isEqualTo("port 00:1b:44:11:3a:b7 at [ip]");
    assertThat(new TextScrubber(null, EnumSet.of(Kind.IP), List.of(), null).scrub(text))
        .isEqualTo("port [mac] at 10.1.2.3");
  }

  @Test
  void address_endsBeforeASentenceOrAPort() {
    assertScrubbed("10.1.2.3.Then", "[ip].Then");
    assertScrubbed("from fe80::1. Then", "from [ip]. Then");
    assertScrubbed("fe80::1: refused", "[ip]: refused");
    assertScrubbed("2001:db8:1:2:3:4:5:6:8080", "[ip]:8080");
    assertUnchanged("10.1.2.3-Then", "x.10.1.2.3");
  }

  @Test
  void address_followsANameOrAScriptWithoutSpaces() {
    assertScrubbed("caf\u00e9:203.0.113.7", "caf\u00e9:[ip]");
    assertScrubbed("\u30ff10.1.2.3", "\u30ff[ip]");
    assertScrubbed("\uac0010.1.2.3", "\uac00[ip]");
    assertScrubbed("\ud7a310.1.2.3", "\ud7a3[ip]");
    assertUnchanged("\u310510.1.2.3");
  }

  @Test
  void hostName_thatContainsAnAddress_hasTwoDots() {
    assertScrubbed("5-6-7-8.dsl.example.com", "[ip].dsl.example.com");
    assertScrubbed("203-0-113-7.dsl.example.com", "[ip].dsl.example.com");
    assertScrubbed("pool-203-0-113-7.dsl.example.com", "pool-[ip].dsl.example.com");
    assertScrubbed("c-203-0-113-7.dsl.example.com", "c-[ip].dsl.example.com");
    assertUnchanged(
        "203-0-113-7.log",
        "203-0-113-7.zip is bad",
        "lib-1-2-3-4.tar.gz",
        "c-1-2-3-4.tar.gz",
        "a203-0-113-7.dsl.example.com",
        "123-203-0-113-7.dsl.example.com");
  }

  @Test
  void version_isToldByTheNameRightBeforeIt() {
    assertUnchanged(
        "ojdbc8-19.3.0.1 failed",
        "iOS 14.2.0.1 failed",
        "could not connect to the server PostgreSQL 14.2.0.1",
        "the server answered with the header Jetty/9.4.58.1",
        "build = 1.2.3.4",
        "v 1.2.3.4");
    assertScrubbed("range -19.3.0.1 failed", "range -[ip] failed");
    assertScrubbed(".Jetty/9.4.58.1 failed", ".Jetty/[ip] failed");
    assertScrubbed("db_Main/9.4.58.1 failed", "db_Main/[ip] failed");
    assertScrubbed("build =  1.2.3.4", "build =  [ip]");
  }

  @Test
  void groups_ofHardwareAndIpv6_areComplete() {
    assertScrubbed("1:2:3:4:5:6::10.1.2.3", "[ip]");
    assertUnchanged("1:2:3:4:5:6:7::10.1.2.3", "abcd.1234.5678", "3c22.fb9a.017e0");
  }

  @Test
  void zone_endsBeforePunctuation() {
    String longest = "z".repeat(31);

    assertScrubbed("fe80::1%eth0.", "[ip].");
    assertScrubbed("fe80::1%. x", "[ip]%. x");
    assertScrubbed("fe80::1%: x", "[ip]%: x");
    assertScrubbed("fe80::1%" + longest, "[ip]");
    assertScrubbed("fe80::1%" + longest + "z", "[ip]z");
  }
}
