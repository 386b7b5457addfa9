package app.trackx.log4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import app.trackx.local.Event;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.core.layout.MessageLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid and invalid attributes and elements of the appender in a configuration file. */
class TrackXAppenderOptionsTest {
  private final Log4j log4j = new Log4j();

  @AfterEach
  void close() {
    log4j.close();
  }

  private void start(String attributes) {
    log4j.withSetup().start("<TrackX name=\"T\" $SERVER " + attributes + "/>");
  }

  @Test
  void minimumLevel_isTheLeastThatIsReported() {
    start("minimumLevel=\"warn\"");

    log4j.logger().info("one");
    log4j.logger().warn("two");

    assertThat(log4j.event().message()).isEqualTo("two");
  }

  @Test
  void minimumLevelOff_nothingIsReported() {
    start("minimumLevel=\"OFF\"");

    log4j.logger().fatal("one");

    assertThat(log4j.events()).isEmpty();
  }

  @Test
  void levelOfTheAppenderRef_applies() {
    log4j
        .withSetup()
        .startWith(Log4j.file(
            "<TrackX name=\"T\" $SERVER minimumLevel=\"INFO\"/>",
            "<AppenderRef ref=\"T\" level=\"FATAL\"/>"));

    log4j.logger().error("one");
    log4j.logger().fatal("two");

    assertThat(log4j.event().message()).isEqualTo("two");
  }

  @Test
  void markers_haveLesserLevelsReported() {
    start("markers=\"ALERT, AUDIT\"");

    log4j.logger().info("one");
    log4j.logger().info(MarkerManager.getMarker("OTHER"), "two");
    log4j.logger().info(MarkerManager.getMarker("AUDIT"), "three");
    log4j
        .logger()
        .debug(MarkerManager.getMarker("OWN").setParents(MarkerManager.getMarker("ALERT")), "four");

    assertThat(log4j.events()).extracting(Event::message).containsExactly("three", "four");
  }

  @Test
  void filter_holds() {
    log4j
        .withSetup()
        .start("<TrackX name=\"T\" $SERVER><RegexFilter regex=\".*secret.*\""
            + " onMatch=\"DENY\" onMismatch=\"NEUTRAL\"/></TrackX>");

    log4j.logger().error("a secret");
    log4j.logger().error("no such thing");

    assertThat(log4j.event().message()).isEqualTo("no such thing");
  }

  @Test
  void layout_rendersTheMessage() {
    log4j
        .withSetup()
        .start("<TrackX name=\"T\" $SERVER><PatternLayout pattern=\"[%level] %msg\""
            + " alwaysWriteExceptions=\"false\"/></TrackX>");

    log4j.logger().error("order {} failed", 7);
    log4j.logger().error("order {} failed", 8, new Exception("no stock"));

    assertThat(log4j.events().get(0).message()).isEqualTo("[ERROR] order 7 failed");
    assertThat(log4j.server.events().get(1).meta()).containsEntry("log", "[ERROR] order 8 failed");
  }

  @Test
  void releaseEnvironmentAndOrigin_goWithWhatItsOwnClientSends() {
    log4j.start("<TrackX name=\"T\" $SERVER release=\"1.4.2\" environment=\"staging\""
        + " origin=\"https://shop.example.com\"/>");

    log4j.logger().error("failed");

    assertThat(log4j.server.awaitEvents(1, Log4j.PATIENCE)).isTrue();
    assertThat(log4j.event().meta())
        .contains(entry("release", "1.4.2"), entry("environment", "staging"));
    assertThat(log4j.status.all()).isEmpty();
  }

  @Test
  void sourceUrls_areTheFilesOfFrames() {
    log4j.start("<TrackX name=\"T\" $SERVER sourceUrls=\"app.trackx=https://h/src\"/>");

    log4j.logger().error("failed", new IllegalStateException());

    assertThat(log4j.server.awaitEvents(1, Log4j.PATIENCE)).isTrue();
    assertThat(log4j.event().stack()).contains("(https://h/src/app/trackx/log4j/TrackXApp");
    assertThat(log4j.status.all()).isEmpty();
  }

  @Test
  void releaseAndEnvironment_goAlongWithTheClientOfSetupToo() {
    log4j.withSetup().start("<TrackX name=\"T\" release=\"1.4.2\" environment=\"staging\"/>");

    log4j.logger().error("failed");

    assertThat(log4j.event().meta())
        .contains(entry("release", "1.4.2"), entry("environment", "staging"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" $SERVER", ""})
  void releaseAndEnvironment_areScrubbed_withEitherClient(String own) {
    log4j
        .withSetup()
        .start("<TrackX name=\"T\"" + own
            + " release=\"10.2.3.4\" environment=\"test of bob@example.com\"/>");

    log4j.logger().error("failed");

    assertThat(log4j.server.awaitEvents(1, Log4j.PATIENCE)).isTrue();
    assertThat(log4j.event().meta())
        .contains(entry("release", "10.2.3.4"), entry("environment", "test of [email]"));
  }

  @Test
  void validOptions_logNothing() {
    start("markers=\"A\" mdcKeys=\"a\" minimumLevel=\"INFO\" release=\"${env:NO_SUCH_RELEASE:-}\"");

    assertThat(log4j.appender()).isNotNull();
    assertThat(log4j.status.all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${env:NO_SUCH_ENDPOINT}",
        "${sys:no.such.endpoint}",
        "$(X)",
        "@x@",
        "{{ x }}",
        "null"
      })
  void placeholder_isOneLine_andTheClientOfSetupIsUsed(String placeholder) {
    log4j.withSetup().start("<TrackX name=\"T\" endpoint=\"" + placeholder + "\"/>");

    log4j.logger().error("failed");

    assertThat(log4j.events()).hasSize(1);
    assertThat(log4j.status.all())
        .singleElement()
        .asString()
        .startsWith("ERROR TrackX: endpoint contains a placeholder");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "endpoint=\"htp:/nowhere\"",
        "endpoint=\"not an endpoint at all\"",
        "endpoint=\"https://127.0.0.1/v1/key/with/too/much\""
      })
  void malformedEndpoint_isOneLineAndLoggingGoesOn(String attribute) {
    log4j.withSetup().start("<TrackX name=\"T\" " + attribute + "/>");

    log4j.logger().error("failed", new Exception());

    assertThat(log4j.events()).isEmpty();
    assertThat(log4j.status.all())
        .singleElement()
        .asString()
        .startsWith("ERROR TrackX: ")
        .contains("endpoint", "nothing is reported")
        .doesNotContain("key/with");
  }

  @Test
  void unknownLevel_isOneLineAndErrorIsUsed() {
    start("minimumLevel=\"LOUD\"");

    log4j.logger().warn("one");
    log4j.logger().error("two");

    assertThat(log4j.event().message()).isEqualTo("two");
    assertThat(log4j.status.all())
        .containsExactly("ERROR TrackX: minimumLevel 'LOUD' is not a level"
            + " (OFF, FATAL, ERROR, WARN, INFO, DEBUG, TRACE, ALL); ERROR is used.");
  }

  @Test
  void severalFaults_areOneLine() {
    start("minimumLevel=\"LOUD\" origin=\"two words\"");

    log4j.logger().error("failed");

    assertThat(log4j.events()).hasSize(1);
    assertThat(log4j.status.all()).singleElement().asString().contains("'LOUD'", "origin");
  }

  @Test
  void layoutWithoutText_isOneLineAndLeftOut() {
    log4j.withSetup().start("<TrackX name=\"T\" $SERVER><MessageLayout/></TrackX>");

    log4j.logger().error("order {} failed", 7);

    assertThat(log4j.event().message()).isEqualTo("order 7 failed");
    assertThat(log4j.status.all())
        .containsExactly("ERROR TrackX: the layout MessageLayout does not render text and is"
            + " ignored; use a StringLayout such as PatternLayout.");
  }

  @Test
  void unknownAttribute_isReportedByLog4j_andOthersApply() {
    start("minimunLevel=\"WARN\"");

    log4j.logger().error("failed");

    assertThat(log4j.events()).hasSize(1);
    assertThat(log4j.status.all()).singleElement().asString().contains("minimunLevel");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "endpoint=\"\"",
        "endpoint=\"  \"",
        "endpoint=\"''\"",
        "endpoint=\"${env:NO_SUCH_ENDPOINT:-}\"",
        "endpoint=\"${sys:no.such.endpoint:-}\""
      })
  void noEndpointAndNoSetup_isOneLineAndNoHarm(String attribute) {
    log4j.start("<TrackX name=\"T\" " + attribute + "/>");

    log4j.logger().error("one", new Exception());
    log4j.logger().error("two");

    assertThat(log4j.events()).isEmpty();
    assertThat(log4j.status.all())
        .containsExactly("ERROR There is no TrackX client. Logged errors are not reported."
            + " Set an endpoint, or call TrackX.setup(endpoint).");
  }

  @Test
  void builder_withInvalidOptions_createsAnAppender() {
    TrackXAppender appender = TrackXAppender.newBuilder()
        .setEndpoint("://")
        .setOrigin("\n")
        .setRelease("")
        .setEnvironment(null)
        .setMinimumLevel("?")
        .setMdcKeys(",,")
        .setMarkers(",")
        .setLayout(MessageLayout.createLayout())
        .build();

    appender.start();
    appender.stop();

    assertThat(appender.getName()).isEqualTo("TrackX");
    assertThat(log4j.status.all()).hasSize(1);
  }
}
