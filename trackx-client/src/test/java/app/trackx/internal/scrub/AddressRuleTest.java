package app.trackx.internal.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
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
  })
  void hardwareAddress_isRedacted_inItsThreeForms(String text, String expected) {
    assertThat(SCRUBBER.scrub("port " + text)).isEqualTo("port " + expected);
  }
}
