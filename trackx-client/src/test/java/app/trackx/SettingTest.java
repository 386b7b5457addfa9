package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.jvm.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {
  private static final String KEY = "1dhvjg9b2y7";
  private static final String ENDPOINT = "https://api.example.com/v1/" + KEY;
  private static final String SOURCE = "TRACKX_ENDPOINT";

  @AfterEach
  void clear() {
    System.clearProperty("trackx.endpoint");
    System.clearProperty("trackx.origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "E",
        " E ",
        "E\n",
        "E\r\n",
        "\"E\"",
        "'E'",
        "`E`",
        "'\"E\"'",
        "\"'E'\"",
        "\"\"E\"\"",
        "\\\"E\\\"",
        "\" E \"\n",
        "\u201cE\u201d",
        "\u201eE\u201c",
        "\u2018E\u2019",
        "\u00abE\u00bb",
        "\u00ab\u00a0E\u00a0\u00bb",
        "\u2039E\u203a",
        "\uff02E\uff02",
        "\ufeffE",
        "\ufeff\"E\"\r\n",
        "\u00ef\u00bb\u00bfE",
        "\u200bE\u200b",
        "\u2060E\u200d",
        "\u202aE\u202c",
        "\u00a0E\u3000",
        "\u0000E\u0000",
        "E/",
        "\"E/event/\"",
      })
  void endpoint_withSomethingAround_isTheEndpoint(String text) {
    Setting setting = Setting.of("endpoint", text.replace("E", ENDPOINT), SOURCE);

    assertThat(setting.value()).isEqualTo(ENDPOINT);
    assertThat(setting.warning()).isNull();
    assertThat(setting.isOff()).isFalse();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", " ", "\n", "\"\"", "''", "'\"\"'", " \"  \" ", "\ufeff", "\u201c\u201d"})
  void nothing_isNotSetAndNoWarning(String text) {
    for (String name : new String[] {"endpoint", "origin", "release"}) {
      Setting setting = Setting.of(name, text, SOURCE);

      assertThat(setting.value()).isNull();
      assertThat(setting.isOff()).isFalse();
      assertThat(setting.warning()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "${X} | ${...}",
        "'${X}' | ${...}",
        "\"${X}\" | ${...}",
        "${X:default} | ${...}",
        "${X:-https://host/v1/KEY} | ${...}",
        "${env:X} | ${...}",
        "${sys:X} | ${...}",
        "${{ secrets.X }} | ${...}",
        "$(X) | $(...)",
        "$X | $...",
        "$env:X | $...",
        "%X% | %...%",
        "@x@ | @...@",
        "@project.trackx-endpoint@ | @...@",
        "#{x} | #{...}",
        "#{X}# | #{...}",
        "%{x} | %{...}",
        "{{ x }} | {{...}}",
        "{{ .Values.x }} | {{...}}",
        "[[x]] | [[...]]",
        "<your-endpoint> | <...>",
        "<no value> | <...>",
        "__X__ | __...__",
        "X_IS_UNDEFINED | ..._IS_UNDEFINED",
        "null | null",
        "NULL | null",
        "(null) | (null)",
        "undefined | undefined",
        "None | none",
        "https://${HOST}/v1/KEY | ${...}",
        "https://host/v1/${KEY} | ${...}",
        "https://host/${PATH}/v1/KEY | ${...}",
        "https://$HOST/v1/KEY | $...",
        "https://%HOST%/v1/KEY | %...%",
        "https://@host@/v1/KEY | @...@",
        "https://host/v1/<key> | <...>",
        "https://HOST_IS_UNDEFINED/v1/KEY | ..._IS_UNDEFINED",
        "https://host/v1/KEY_IS_UNDEFINED | ..._IS_UNDEFINED",
      })
  void endpoint_placeholder_isNotSet_andTheWarningNamesItsSource(String text, String form) {
    Setting setting = Setting.of("endpoint", text.replace("KEY", KEY), SOURCE);

    assertThat(setting.value()).isNull();
    assertThat(setting.isOff()).isFalse();
    assertThat(setting.warning())
        .startsWith("TRACKX_ENDPOINT contains a placeholder that was not replaced, " + form + ",")
        .endsWith("counts as not set")
        .doesNotContain(KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KEY",
        "\"",
        "\"https://host/v1/KEY",
        "ftp://host/v1/KEY",
        "https://host",
        "https://host/v1/KEYKEY",
        "https://user:pa$word@host/v1/KEY",
        "https://user:KEY@host/v1/KEY",
        "https://host/v1/KEY,",
        "https://host/a\u200bb/v1/KEY",
        "https://host/v1/KEY https://host/v1/KEY",
        "${X",
        "$",
        "%",
        "@",
        "\\",
        "\ud800",
      })
  void endpoint_malformed_isOff_andTheWarningDescribesTheExpectedForm_withoutTheKey(String text) {
    Setting setting = Setting.of("endpoint", text.replace("KEY", KEY), SOURCE);

    assertThat(setting.value()).isNull();
    assertThat(setting.isOff()).isTrue();
    assertThat(setting.warning())
        .startsWith("TRACKX_ENDPOINT is not a TrackX endpoint: ")
        .contains("expected http(s)://host[:port]/v1/<key>")
        .doesNotContain(KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "OFF", "\"off\"", "false", "False\n", "disabled"})
  void endpoint_offSwitch_isOffWithoutAWarning(String text) {
    Setting setting = Setting.of("endpoint", text, SOURCE);

    assertThat(setting.value()).isNull();
    assertThat(setting.isOff()).isTrue();
    assertThat(setting.warning()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"E", "\"E\"", "E/", " E\n"})
  void origin_isCleaned(String text) {
    String origin = "https://shop.example.com";

    assertThat(Setting.of("origin", text.replace("E", origin), "O").value()).isEqualTo(origin);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 201})
  void origin_malformed_isNotSet_andAWarning(int length) {
    Setting setting = Setting.of("origin", "\u00fc".repeat(length), "O");

    assertThat(setting.value()).isNull();
    assertThat(setting.isOff()).isFalse();
    assertThat(setting.warning())
        .startsWith("O cannot be used: origin is ")
        .endsWith("; the default is used");
  }

  @ParameterizedTest
  @ValueSource(strings = {"origin", "release", "environment", "sourceUrls"})
  void otherSetting_placeholder_isNotSet_andAWarning(String name) {
    for (String text : new String[] {"${X}", "1.0-${X}", "@x@", "null", "X_IS_UNDEFINED"}) {
      Setting setting = Setting.of(name, text, "S");

      assertThat(setting.value()).isNull();
      assertThat(setting.warning()).startsWith("S contains a placeholder");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.4.2", "off", "false", "1.0$beta", "$Rev: 42 $", "50%", "a@b", "it's", "'a' b"})
  void release_anyOtherText_isKept(String text) {
    Setting setting = Setting.of("release", text, "R");

    assertThat(setting.value()).isEqualTo(text);
    assertThat(setting.warning()).isNull();
  }

  @Test
  void orElse_notSet_isTheNext_withTheWarningsOfBoth() {
    Setting both = Setting.of("endpoint", "${X}", "A").orElse(Setting.of("endpoint", "@x@", "B"));
    Setting good =
        Setting.of("endpoint", "${X}", "A").orElse(Setting.of("endpoint", ENDPOINT, "B"));

    assertThat(both.warning()).contains("A contains", "; B contains");
    assertThat(good.value()).isEqualTo(ENDPOINT);
    assertThat(good.warning()).startsWith("A contains");
  }

  @Test
  void orElse_setOrOff_staysAsItIs() {
    Setting next = Setting.of("endpoint", ENDPOINT, "B");

    assertThat(Setting.of("endpoint", "off", "A").orElse(next).value()).isNull();
    assertThat(Setting.of("endpoint", "http://", "A").orElse(next).value()).isNull();
    assertThat(Setting.of("endpoint", "http://a/v1/" + KEY, "A").orElse(next).value())
        .isEqualTo("http://a/v1/" + KEY);
  }

  @Test
  void sourceUrls_areCompleted() {
    Setting setting = Setting.of("sourceUrls", "'com.a=https://h com.b=http://i/x/'", "S");

    assertThat(setting.value()).isEqualTo("com.a=https://h/,com.b=http://i/x/");
    assertThat(setting.warning()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://h/", "com.a=h", "com.a=https://bob:secret@h/", "off"})
  void sourceUrls_malformed_areNotSet_andAWarning(String text) {
    Setting setting = Setting.of("sourceUrls", text, "S");

    assertThat(setting.value()).isNull();
    assertThat(setting.isOff()).isFalse();
    assertThat(setting.warning())
        .startsWith("S cannot be used: a source URL ")
        .endsWith("; frames get no URL")
        .doesNotContain("secret");
  }

  @Test
  void ofProcess_namesTheProperty() {
    System.setProperty("trackx.endpoint", "${X}");

    assertThat(Setting.ofProcess("endpoint").warning()).startsWith("-Dtrackx.endpoint contains");
  }

  @ParameterizedTest
  @CsvSource({"endpoint, TRACKX_ENDPOINT", "sourceUrls, TRACKX_SOURCE_URLS"})
  void variable_hasAnUnderscoreBetweenWords(String name, String variable) {
    assertThat(Settings.variable(name)).isEqualTo(variable);
  }

  @Test
  void hugeText_isCheckedInLinearTime() {
    String quotes = "\"".repeat(2_000_000);

    assertThat(Setting.of("release", quotes, "R").value()).isNull();
    assertThat(Setting.of("endpoint", "@a ".repeat(700_000), "E").isOff()).isTrue();
  }

  @Test
  void toString_hasNoKey() {
    assertThat(Setting.of("endpoint", ENDPOINT, "E").toString()).doesNotContain(KEY);
  }
}
