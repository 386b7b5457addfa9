package app.trackx.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{\"a\":1,\"b\":[true,false,null]},{}] | [{a=1, b=[true, false, null]}, {}]",
        " { \"a\" : \"x y\" , \"b\" : -1.5e3 } | {a=x y, b=-1500.0}",
        "[[],{}] | [[], {}]",
        "7 | 7"
      })
  void values_areRead(String json, String expected) throws IOException {
    assertThat(JsonText.parse(json)).hasToString(expected);
  }

  @Test
  void escapesAndLargeNumbers_areRead() throws IOException {
    assertThat(JsonText.parse("\"\\u0041\\n\\\"\\\\\\/\"")).isEqualTo("A\n\"\\/");
    assertThat(JsonText.parse("1".repeat(30))).isEqualTo(1.1111111111111111e29);
    assertThat(JsonText.parse("-123")).isEqualTo(-123L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\n\"",
        "[1] 2",
        "tru",
        "-",
        "1x",
        "NaN",
        "'a'",
        "{\"a\" 1}"
      })
  void malformedText_throws(String json) {
    assertThatThrownBy(() -> JsonText.parse(json)).isInstanceOf(IOException.class);
  }

  @Test
  void depth_isBounded() throws IOException {
    assertThat(JsonText.parse("[".repeat(16) + "]".repeat(16))).isNotNull();
    assertThatThrownBy(() -> JsonText.parse("[".repeat(17) + "]".repeat(17)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> JsonText.parse("{\"a\":".repeat(100_000)))
        .isInstanceOf(IOException.class);
  }
}
