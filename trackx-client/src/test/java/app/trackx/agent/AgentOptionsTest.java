package app.trackx.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {
  private static final String ENDPOINT = "https://trackx.example.com/v1/0123456789a";

  @Test
  void endpointAlone_isEnough() {
    AgentOptions options = AgentOptions.read(ENDPOINT, name -> null);

    assertThat(options.endpoint()).isEqualTo(ENDPOINT);
    assertThat(options.get("release")).isNull();
    assertThat(options.faults()).isEmpty();
  }

  @Test
  void options_followWithCommasBetween() {
    AgentOptions options = AgentOptions.read(
        ENDPOINT + ", release=1.4.2,origin=https://shop.example.com,autoPing=true", name -> null);

    assertThat(options.get("release")).isEqualTo("1.4.2");
    assertThat(options.get("origin")).isEqualTo("https://shop.example.com");
    assertThat(options.get("autoPing")).isEqualTo("true");
    assertThat(options.faults()).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "release=2"})
  void whatTheArgumentsDoNotSay_comesFromTheSettings(String arguments) {
    AgentOptions options =
        AgentOptions.read(arguments, Map.of("endpoint", ENDPOINT, "environment", "prod")::get);

    assertThat(options.endpoint()).isEqualTo(ENDPOINT);
    assertThat(options.get("environment")).isEqualTo("prod");
  }

  @Test
  void arguments_goFirst() {
    AgentOptions options =
        AgentOptions.read(ENDPOINT + ",release=2", Map.of("endpoint", "x", "release", "1")::get);

    assertThat(options.endpoint()).isEqualTo(ENDPOINT);
    assertThat(options.get("release")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {",relaese=1", ",0123456789a", ";release=1,x"})
  void unknownOption_isAFault_andIsNotRepeated(String tail) {
    assertThat(AgentOptions.read(ENDPOINT + tail, name -> null).faults())
        .singleElement()
        .asString()
        .contains("none of [origin, release, environment, autoPing]")
        .doesNotContain("relaese", "0123456789a");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "release=1"})
  void noEndpointAnywhere_saysWhereToPutIt(String arguments) {
    assertThatThrownBy(() -> AgentOptions.read(arguments, name -> null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-javaagent:<this jar>=https://host/v1/<key>");
  }
}
