package app.trackx.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.Setting;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {
  private static final String ENDPOINT = "https://trackx.example.com/v1/0123456789a";

  private static final AgentOptions.Settings NONE = settings(Map.of());

  private static AgentOptions.Settings settings(Map<String, String> values) {
    return name -> Setting.of(name, values.get(name), "-Dtrackx." + name);
  }

  @Test
  void endpointAlone_isEnough() {
    AgentOptions options = AgentOptions.read(ENDPOINT, NONE);

    assertThat(options.endpoint()).isEqualTo(ENDPOINT);
    assertThat(options.get("release")).isNull();
    assertThat(options.faults()).isEmpty();
  }

  @Test
  void options_areSeparatedByCommas() {
    AgentOptions options = AgentOptions.read(
        ENDPOINT + ", release=1.4.2,origin=https://shop.example.com,autoPing=true", NONE);

    assertThat(options.get("release")).isEqualTo("1.4.2");
    assertThat(options.get("origin")).isEqualTo("https://shop.example.com");
    assertThat(options.get("autoPing")).isEqualTo("true");
    assertThat(options.faults()).isEmpty();
  }

  @Test
  void sourceUrls_areOneOptionEach() {
    AgentOptions options =
        AgentOptions.read(ENDPOINT + ",sourceUrls=com.a=http://h/,sourceUrls=com.b=http://i", NONE);

    assertThat(options.get("sourceUrls")).isEqualTo("com.a=http://h/,com.b=http://i/");
    assertThat(options.faults()).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "release=2"})
  void absentOptions_comeFromTheSettings(String arguments) {
    AgentOptions options =
        AgentOptions.read(arguments, settings(Map.of("endpoint", ENDPOINT, "environment", "prod")));

    assertThat(options.endpoint()).isEqualTo(ENDPOINT);
    assertThat(options.get("environment")).isEqualTo("prod");
  }

  @Test
  void arguments_overrideTheSettings() {
    AgentOptions options = AgentOptions.read(
        ENDPOINT + ",release=2", settings(Map.of("endpoint", "x", "release", "1")));

    assertThat(options.endpoint()).isEqualTo(ENDPOINT);
    assertThat(options.get("release")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {",relaese=1", ",0123456789a", ";release=1,x"})
  void unknownOption_isAFault_andIsNotRepeated(String tail) {
    assertThat(AgentOptions.read(ENDPOINT + tail, NONE).faults())
        .singleElement()
        .asString()
        .contains("none of [origin, release, environment, sourceUrls, autoPing]")
        .doesNotContain("relaese", "0123456789a");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "release=1"})
  void missingEndpoint_tellsWhereToSetIt(String arguments) {
    assertThatThrownBy(() -> AgentOptions.read(arguments, NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-javaagent:<this jar>=https://host/v1/<key>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"", "'%s'", "'%s',release=2", "\"%s,release=2\"", "%s\r\n"})
  void quotesAndLineBreaks_areRemoved(String arguments) {
    AgentOptions options = AgentOptions.read(String.format(arguments, ENDPOINT), NONE);

    assertThat(options.endpoint()).isEqualTo(ENDPOINT);
    assertThat(options.get("release")).isEqualTo(arguments.contains("release") ? "2" : null);
    assertThat(options.faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"${X}", "$(X)", "@x@", "%X%", "{{ x }}", "null"})
  void placeholder_isIgnored_andAFaultNamesItsSource(String placeholder) {
    AgentOptions options = AgentOptions.read(
        placeholder + ",release=" + placeholder,
        settings(Map.of("endpoint", ENDPOINT, "origin", "two words")));

    assertThat(options.endpoint()).isEqualTo(ENDPOINT);
    assertThat(options.get("release")).isNull();
    assertThat(options.get("origin")).isNull();
    assertThat(options.faults()).hasSize(3);
    assertThat(options.faults().get(0)).startsWith("The endpoint of -javaagent contains a placeh");
    assertThat(options.faults().get(1)).startsWith("The option release of -javaagent contains");
    assertThat(options.faults().get(2)).startsWith("-Dtrackx.origin cannot be used");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${X}", "https://host/v1/0123456789A", "ftp://host/v1/0123456789a"})
  void invalidEndpoint_namesItsSource_withoutTheKey(String endpoint) {
    assertThatThrownBy(
            () -> AgentOptions.read("", settings(Map.of("endpoint", endpoint))).endpoint())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("-Dtrackx.endpoint ")
        .hasMessageNotContaining("0123456789");
  }

  @Test
  void endpointSetToOff_isReported() {
    assertThatThrownBy(() ->
            AgentOptions.read("off", settings(Map.of("endpoint", ENDPOINT))).endpoint())
        .hasMessageContaining("set to off");
  }
}
