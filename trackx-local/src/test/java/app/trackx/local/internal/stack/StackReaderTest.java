package app.trackx.local.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackReaderTest {
  private static final int LONGEST = 131_072;

  private static final List<String> PIECES = List.of(
      "at ",
      "at",
      " (",
      "(",
      ")",
      "), ",
      " (eval at ",
      "@",
      ":",
      "1",
      "0",
      ":12",
      ":3:4",
      "x",
      ".",
      " ",
      "\t",
      "\r",
      "\u2028",
      "\u2029",
      "\u0085",
      "\u00A0",
      "\\",
      "/",
      "://");

  private static final String DOT = "[^\n\r\u2028\u2029]";
  private static final String SPACE = "[\\s\\u000B\\u00A0\\u2028\\u2029\\uFEFF\\p{Zs}]";
  private static final Pattern EVAL = js("at (.+) \\(eval at .+ \\((.+)\\), .+\\)");
  private static final Pattern CALL = js("at (.+) \\((.+)\\)");
  private static final Pattern GECKO = js("(.*)@(.*)");
  private static final Pattern PLACE = js("^(at\\s+)*(.+):(\\d+):(\\d+)");
  private static final Pattern LINE_COLUMN = js("(.*):(\\d+):(\\d+)");
  private static final Pattern LINE = js("(.*):(\\d+)");

  private static Pattern js(String regex) {
    return Pattern.compile(regex.replace(".", DOT).replace("\\s", SPACE));
  }

  @Test
  void read_agreesWithTheServersExpressions_onRandomLines() {
    Random random = new Random(20261123);
    for (int i = 0; i < 200_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int n = random.nextInt(14); n >= 0; n--) {
        line.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      String trimmed = JavaScriptText.trim(line.toString());
      assertThat(StackReader.read(line.toString()).toString())
          .as("line <%s>", trimmed)
          .isEqualTo(expected(trimmed));
    }
  }

  private static String expected(String line) {
    for (Pattern pattern : List.of(EVAL, CALL, GECKO)) {
      Matcher matcher = pattern.matcher(line);
      if ((pattern != GECKO || !line.startsWith("at ")) && matcher.find()) {
        return "[" + matcher.group(1) + '@' + location(matcher.group(2)) + "]";
      }
    }
    Matcher place = PLACE.matcher(line);
    return place.find()
        ? "[@" + location(place.group(2), place.group(3), place.group(4)) + "]"
        : "[]";
  }

  private static String location(String text) {
    Matcher both = LINE_COLUMN.matcher(text);
    if (both.find()) {
      return location(both.group(1), both.group(2), both.group(3));
    }
    Matcher line = LINE.matcher(text);
    return line.find() ? location(line.group(1), line.group(2), "0") : location("", "0", "0");
  }

  private static String location(String file, String line, String column) {
    return file.replace('\\', '/') + ':' + number(line) + ':' + number(column);
  }

  private static String number(String digits) {
    long value =
        new BigInteger(digits).min(BigInteger.valueOf(Integer.MAX_VALUE)).longValue();
    return value == 0 ? "undefined" : String.valueOf(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "at ",
        "at\t",
        "@",
        ":",
        ":1",
        ":1:1",
        " (",
        ")",
        "), ",
        "at x (",
        " (eval at ",
        "1",
        "at x (eval at y (z",
        "at\r",
        "\r",
        "\u00A0",
        "/",
        "../",
        "a/",
        ".",
        "\\",
        "at :1:x ",
        "1:1x:"
      })
  void read_isFast_onHostileLines(String piece) {
    String line = piece.repeat(LONGEST / piece.length());
    assertTimeoutPreemptively(Duration.ofSeconds(1), () -> {
      for (String hostile : List.of(line, "at x" + line, "at x (" + line + ")", line + "x")) {
        StackReader.read(hostile).forEach(StackFrame::fileRelative);
      }
    });
  }

  @Test
  void read_isFast_onManyLines() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(1), () -> StackReader.read("x\n".repeat(LONGEST / 2)));
  }

  @Test
  void read_keepsTheFirst40Frames() {
    List<StackFrame> frames = StackReader.read("at a.B.c (a/B.java:1)\n".repeat(41));
    assertThat(frames).hasSize(40);
    assertThat(frames.get(39)).isEqualTo(frames.get(0)).hasSameHashCodeAs(frames.get(0));
  }

  @Test
  void read_trimsAsJavaScriptDoes() {
    StackFrame frame = StackReader.read("\uFEFF\u00A0foo@bar.js:1:2\u3000\r").get(0);
    assertThat(frame.callee()).isEqualTo("foo");
    assertThat(frame.column()).isEqualTo(2);
  }

  @Test
  void lineBeyondInt_isClamped() {
    StackFrame frame =
        StackReader.read("at a.B.c (a/B.java:99999999999999999999:000)").get(0);
    assertThat(frame.line()).isEqualTo(Integer.MAX_VALUE);
    assertThat(frame.column()).isNull();
    assertThat(frame).hasToString("a.B.c@a/B.java:100000000000000000000:undefined");
  }

  @Test
  void fileRelative_hasNoSchemeOrHost_andIsRelativeToTheServer() {
    assertThat(SourcePath.relative("http://h")).isEqualTo("h");
    assertThat(SourcePath.relative("https://h/")).isEmpty();
    assertThat(SourcePath.relative("webpack:///./src//a/../b.js")).isEqualTo("src/b.js");
    assertThat(SourcePath.relative("../x/y.js")).isEqualTo("../x/y.js");
    assertThat(SourcePath.relative("/srv/app/A.java")).isEqualTo("../srv/app/A.java");
    assertThat(SourcePath.relative("/data/app/A.java")).isEqualTo("app/A.java");
  }

  @Test
  void toString_isTheFormThatIssuesAreGroupedBy() {
    assertThat(StackReader.read("at a.B.c (a/B.java:7)"))
        .hasToString("[a.B.c@a/B.java:7:undefined]");
  }
}
