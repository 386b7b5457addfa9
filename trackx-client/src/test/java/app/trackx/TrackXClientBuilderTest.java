package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.internal.http.UserAgent;
import app.trackx.internal.http.Version;
import app.trackx.transport.TransportRequest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackXClientBuilderTest {
  private static final String ENDPOINT = "http://localhost/v1/1dhvjg9b2y7";

  private final FakeTransport transport = new FakeTransport();
  private final TrackXClient.Builder builder = TrackXClient.builder(ENDPOINT).transport(transport);

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void queueCapacity_lessThanOne_throws(int capacity) {
    assertThatThrownBy(() -> builder.queueCapacity(capacity))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("queueCapacity < 1: " + capacity);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, Integer.MAX_VALUE})
  void queueCapacity_anyOther_isAccepted(int capacity) {
    assertThat(builder.queueCapacity(capacity)).isSameAs(builder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.000999999S", "PT1H0.000000001S"})
  void callTimeout_outOfRange_throws(String timeout) {
    assertThatThrownBy(() -> builder.callTimeout(Duration.parse(timeout)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("callTimeout not in PT0.001S..PT1H: " + Duration.parse(timeout));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.001S", "PT1H"})
  void callTimeout_atItsBounds_isAccepted(String timeout) {
    assertThat(builder.callTimeout(Duration.parse(timeout))).isSameAs(builder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-0.000000001S", "PT1H1S"})
  void shutdownTimeout_outOfRange_throws(String timeout) {
    assertThatThrownBy(() -> builder.shutdownTimeout(Duration.parse(timeout)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shutdownTimeout not in PT0S..PT1H: " + Duration.parse(timeout));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT1H"})
  void shutdownTimeout_atItsBounds_isAccepted(String timeout) {
    assertThat(builder.shutdownTimeout(Duration.parse(timeout))).isSameAs(builder);
  }

  @Test
  void rateLimit_null_throwsAtOnce() {
    assertThatThrownBy(() -> builder.rateLimit(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("rateLimit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "/ /", "a b", "b\u00fccher", "a\u007f", "a\nb", "\u2126"})
  void origin_notPrintableAscii_throws(String origin) {
    assertThatThrownBy(() -> builder.origin(origin)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void origin_tooLong_throws() {
    builder.origin("o".repeat(200));

    assertThatThrownBy(() -> builder.origin("o".repeat(201)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("200");
  }

  @ParameterizedTest
  @CsvSource({
    "java, java",
    "https://shop.example.com, https://shop.example.com",
    "https://shop.example.com/, https://shop.example.com",
    "' http://shop.example.com:8080// ', http://shop.example.com:8080",
    "made-up/, made-up/",
  })
  void origin_given_isSentWithEveryRequest(String origin, String sent) throws Exception {
    assertThat(headersOfAnEvent(builder.origin(origin))).containsEntry("Origin", sent);
  }

  @ParameterizedTest
  @NullSource
  void origin_null_isTheDefault(String origin) throws Exception {
    builder.origin("https://shop.example.com");

    assertThat(headersOfAnEvent(builder.origin(origin))).containsEntry("Origin", "java");
  }

  @Test
  void defaults_areThoseOfTheDocumentation() throws Exception {
    try (TrackXClient client = builder.build()) {
      client.sendEvent(new IllegalStateException());
      TransportRequest request = transport.next();

      assertThat(request.url()).isEqualTo(ENDPOINT + "/event");
      assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(10));
      assertThat(request.headers())
          .containsOnly(
              Map.entry("Origin", "java"),
              Map.entry("User-Agent", UserAgent.ofThisJvm()),
              Map.entry("Content-Type", "application/json"));
      assertThat(ServerRules.check(request.body()))
          .extractingByKey("meta")
          .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
          .doesNotContainKeys("release", "environment")
          .containsEntry("_c", "_")
          .containsEntry("_v", Version.NAME);
    }
  }

  @Test
  void releaseAndEnvironment_goIntoMeta() throws Exception {
    try (TrackXClient client = builder.release("1.4.2").environment("staging").build()) {
      client.sendEvent(new IllegalStateException());

      assertThat(ServerRules.check(transport.next().body()))
          .extractingByKey("meta")
          .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
          .containsEntry("release", "1.4.2")
          .containsEntry("environment", "staging");
    }
  }

  @Test
  void sourceUrl_isTheFileOfFramesOfThePackage_andOfNoOther() throws Exception {
    builder
        .sourceUrl("app.trackx", "https://git.example.com/raw/main")
        .sourceUrls("com.acme=http://h/src/,com.acme.shop=http://h/shop/");
    IllegalStateException error = new IllegalStateException();
    error.setStackTrace(new StackTraceElement[] {
      new StackTraceElement("app.trackx.Some", "run", "Some.java", 7),
      new StackTraceElement("com.acme.shop.Order", "pay", "Order.kt", 8),
      new StackTraceElement("org.acme.Main", "main", "Main.java", 9),
    });
    try (TrackXClient client = builder.build()) {
      client.sendEvent(error);

      assertThat(ServerRules.check(transport.next().body()))
          .containsEntry("uri", "java:app.trackx.Some.run")
          .containsEntry(
              "stack",
              "java.lang.IllegalStateException"
                  + "\n    at app.trackx.Some.run"
                  + " (https://git.example.com/raw/main/app/trackx/Some.java:7)"
                  + "\n    at com.acme.shop.Order.pay (http://h/shop/com/acme/shop/Order.kt:8)"
                  + "\n    at org.acme.Main.main (org/acme/Main.java:9)");
    }
  }

  @Test
  void sourceUrl_isInThePreview_andTheHandlerSeesIt() {
    builder.sourceUrl("app.trackx", "https://git.example.com/").onError((event, reason) -> {
      event.setMessage(String.valueOf(event.getStack().contains("(https://git.example.com/app/")));
      return event;
    });
    try (TrackXClient client = builder.build()) {
      assertThat(client.preview(new IllegalStateException()))
          .contains("\"message\":\"true\"", "(https://git.example.com/app/trackx/TrackXClientBuil");
    }
  }

  @Test
  void sourceUrl_malformed_throws() {
    assertThatThrownBy(() -> builder.sourceUrl("com.acme", "https://bob:pw@git.example.com/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a source URL has a user name");
    assertThatThrownBy(() -> builder.sourceUrls("com.acme"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(builder.sourceUrls(null)).isSameAs(builder);
  }

  @Test
  void callTimeout_given_isSentWithEveryRequest() throws Exception {
    try (TrackXClient client = builder.callTimeout(Duration.ofSeconds(3)).build()) {
      client.ping();

      assertThat(transport.next().timeout()).isEqualTo(Duration.ofSeconds(3));
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " \t", "\"\"", "'\"\"'\n"})
  void endpoint_blank_makesAClientThatDoesNothing(String endpoint) {
    try (TrackXClient client =
        TrackXClient.builder(endpoint).transport(transport).build()) {
      client.sendEvent(new IllegalStateException());
      client.ping();

      assertThat(client.flush(Duration.ofSeconds(5))).isTrue();
      assertThat(client).hasToString("TrackXClient{off}");
      assertThat(client.diagnostics().captured()).isZero();
      assertThat(transport.requests()).isEmpty();
    }
  }

  @Test
  void endpoint_malformed_throwsAtOnce() {
    assertThatThrownBy(() -> TrackXClient.builder("localhost"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http(s)://host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${X}", "@x@", "null"})
  void endpoint_placeholder_throwsAtOnce(String text) {
    assertThatThrownBy(() -> TrackXClient.builder(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http(s)://host");
  }

  @Test
  void endpoint_inQuotes_isAccepted() {
    try (TrackXClient client = TrackXClient.builder("\"" + ENDPOINT + "\"").build()) {
      assertThat(client.reportsTo("'" + ENDPOINT + "/'")).isTrue();
    }
  }

  @Test
  void captureUncaught_byDefault_isLeftToSetup() {
    assertThat(builder.capturesUncaughtByDefault()).isTrue();
    assertThat(builder.captureUncaught(false).capturesUncaughtByDefault()).isFalse();
  }

  @Test
  void build_doesNotTouchTheUncaughtHandler() {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    try (TrackXClient client = builder.build()) {
      assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
    }
  }

  @Test
  void build_twice_makesTwoClients() {
    try (TrackXClient one = builder.build();
        TrackXClient other = builder.build()) {
      one.meta().put("a", 1);

      assertThat(other.meta()).isEmpty();
    }
  }

  @Test
  void toString_ofTheClient_hasNoKey() {
    try (TrackXClient client = builder.build()) {
      assertThat(client.toString()).startsWith("TrackXClient{captured=0").doesNotContain("1dhvjg9");
    }
  }

  private Map<String, String> headersOfAnEvent(TrackXClient.Builder options) throws Exception {
    try (TrackXClient client = options.build()) {
      client.sendEvent(new IllegalStateException());
      return transport.next().headers();
    }
  }
}
