package app.trackx.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.RateLimit;
import app.trackx.TrackX;
import app.trackx.internal.adapter.Exclusions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterOptionsTest {
  private static final String ENDPOINT = "http://127.0.0.1:9/v1/abcdefghij1";

  private final FakeContext context = new FakeContext();

  @Test
  void initParameters_areAllRead() {
    FilterOptions options = options(
        "endpoint", " " + ENDPOINT + " ",
        "origin", "https://shop.example.com",
        "release", "1",
        "environment", "test",
        "sourceUrls", "com.acme=http://h",
        "trail", "ON",
        "rateLimit", "300, 60",
        "sessions", "visitor",
        "visitorSecret", "0123456789abcdef",
        "noSessionFor", "/a, /b ,,",
        "clientAborts", "x.Gone",
        "ignore", "x.A,x.B",
        "keep", "x.C",
        "browserReports", "TRUE",
        "cspReportOnly", "default-src 'self'");

    assertThat(options.endpoint).isEqualTo(ENDPOINT);
    assertThat(options.origin).isEqualTo("https://shop.example.com");
    assertThat(options.release).isEqualTo("1");
    assertThat(options.environment).isEqualTo("test");
    assertThat(options.sourceUrls).isEqualTo("com.acme=http://h/");
    assertThat(options.trail).isTrue();
    assertThat(options.rateLimit).hasToString(RateLimit.of(300, 60, Duration.ofMinutes(1)) + "");
    assertThat(options.sessions).isEqualTo(Sessions.VISITOR);
    assertThat(options.visitors).asString().contains("of a secret");
    assertThat(options.noSessionFor).containsExactly("/a", "/b");
    assertThat(options.clientAborts).containsExactly("x.Gone");
    assertThat(options.ignored).containsExactly("x.A", "x.B");
    assertThat(options.kept).containsExactly("x.C");
    assertThat(options.browserReports).isEqualTo(BrowserReports.TO_SERVER);
    assertThat(options.cspReportOnly).isEqualTo("default-src 'self'");
  }

  @Test
  void noOptions_useDefaults() {
    FilterOptions options = options();

    assertThat(options.endpoint).isNull();
    assertThat(options.sessions).isEqualTo(Sessions.INSTANCE);
    assertThat(options.rateLimit).isNull();
    assertThat(options.visitors).isNull();
    assertThat(options.noSessionFor).isEqualTo(Exclusions.DEFAULTS);
    assertThat(options.clientAborts).isEqualTo(ClientAborts.DEFAULT_CLASSES);
    assertThat(options.browserReports).isEqualTo(BrowserReports.OFF);
  }

  @Test
  void initParameter_goesBeforeContextParameter_beforeSystemProperty() {
    System.setProperty("trackx.release", "of the system");
    try {
      assertThat(options().release).isEqualTo("of the system");
      context.parameters.put("trackx.release", "of the context");
      assertThat(options().release).isEqualTo("of the context");
      assertThat(options("release", "of the filter").release).isEqualTo("of the filter");
      assertThat(options("release", " ").release).isEqualTo("of the context");
      assertThat(options("release", "${RELEASE}").release).isEqualTo("of the context");
    } finally {
      System.clearProperty("trackx.release");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "endpoint, TRACKX_ENDPOINT",
    "visitorSecret, TRACKX_VISITOR_SECRET",
    "noSessionFor, TRACKX_NO_SESSION_FOR",
    "browserReports, TRACKX_BROWSER_REPORTS"
  })
  void variable_isInCapitals(String option, String variable) {
    assertThat(FilterSettings.variable(option)).isEqualTo(variable);
  }

  @ParameterizedTest
  @CsvSource({
    "endpoint, The filter's init parameter endpoint",
    "trackx.endpoint, The context parameter trackx.endpoint",
    "-Dtrackx.endpoint, -Dtrackx.endpoint"
  })
  void placeholder_isNotSet_andTheWarningNamesItsSource(String place, String source) {
    System.setProperty("trackx.endpoint", place.startsWith("-D") ? "@x@" : ENDPOINT);
    context.parameters.put("trackx.endpoint", place.startsWith("trackx") ? "$(X)" : "");
    try (Warnings warnings = new Warnings()) {
      FilterOptions options = options("endpoint", place.equals("endpoint") ? "${X:y}" : "");
      options.logFaults();

      assertThat(options.endpoint).isEqualTo(place.startsWith("-D") ? null : ENDPOINT);
      assertThat(warnings.lines())
          .singleElement()
          .asString()
          .contains("TrackXFilter: " + source + " contains a placeholder");
    } finally {
      System.clearProperty("trackx.endpoint");
    }
  }

  @Test
  void optionsInCode_areCleanedAndChecked() {
    FilterOptions given = new FilterOptions();
    given.endpoint = "'\"" + ENDPOINT + "/\"'\r\n";
    given.origin = "two words";
    given.release = "@project.version@";
    given.environment = "\"prod\"";
    try (Warnings warnings = new Warnings()) {
      FilterOptions options = FilterOptions.of(given);
      options.logFaults();

      assertThat(options.endpoint).isEqualTo(ENDPOINT);
      assertThat(options.origin).isNull();
      assertThat(options.release).isNull();
      assertThat(options.environment).isEqualTo("prod");
      assertThat(warnings.lines())
          .singleElement()
          .asString()
          .contains("The builder's origin cannot be used", "The builder's release contains");
    }
  }

  @Test
  void endpointThatIsOff_opensNothing_andIsNoWarning() {
    try (Warnings warnings = new Warnings()) {
      FilterOptions options = options("endpoint", "off");
      options.logFaults();

      assertThat(options.open()).isNull();
      assertThat(warnings.lines()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, TO_SERVER",
    "to_server, TO_SERVER",
    "False, OFF",
    "off, OFF",
    "THROUGH_APPLICATION, THROUGH_APPLICATION",
    "through-application, THROUGH_APPLICATION",
    "yes, OFF"
  })
  void browserReports_areReadAsText(String text, BrowserReports expected) {
    assertThat(options("browserReports", text).browserReports).isEqualTo(expected);
    context.parameters.put("trackx.browserReports", text);
    assertThat(options().browserReports).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"300", "0,6", "many,6", "30;6"})
  void malformedRateLimit_isNoted_andLeftAlone(String malformed) {
    FilterOptions options = options("rateLimit", malformed);

    assertThat(options.rateLimit).isNull();
    try (Warnings warnings = new Warnings()) {
      options.logFaults();
      assertThat(warnings.lines()).singleElement().asString().contains("rateLimit", "30,6");
    }
  }

  @Test
  void invalidOptions_areOneWarning_andFallBackToDefaults() {
    try (Warnings warnings = new Warnings()) {
      TrackXFilter filter = new TrackXFilter();
      filter.init(context.config(
          "endpoint", ENDPOINT,
          "origin", "two words",
          "sessions", "everybody",
          "visitorSecret", "hunter2-hunter2",
          "browserReports", "yes",
          "cspReportOnly", "default-src 'self'"));
      filter.destroy();

      assertThat(warnings.lines())
          .singleElement()
          .asString()
          .contains(
              "sessions is not one of",
              "visitorSecret",
              "browserReports",
              "cspReportOnly",
              "origin")
          .doesNotContain("everybody", "hunter2", "two words", "abcdefghij1");
    }
  }

  @Test
  void configThatThrows_isOneWarning_andTheFilterStarts() {
    try (Warnings warnings = new Warnings()) {
      context.broken = new IllegalStateException("boom");
      new TrackXFilter().init(context.config());

      assertThat(warnings.lines()).singleElement().asString().contains("could not be started");
    }
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_19, disabledReason = "later JDKs stop no thread")
  void threadThatIsStoppedMeanwhile_isStopped() throws Exception {
    context.stopped =
        (Error) Class.forName("java.lang.ThreadDeath").getDeclaredConstructor().newInstance();

    assertThatThrownBy(() -> new TrackXFilter().init(context.config())).isSameAs(context.stopped);
    assertThatThrownBy(() -> new TrackXInitializer().onStartup(null, context.context()))
        .isSameAs(context.stopped);
  }

  @Test
  void withoutConfig_filterStarts_withSystemSettings() {
    System.setProperty("trackx.endpoint", ENDPOINT);
    try (Warnings warnings = new Warnings()) {
      TrackXFilter filter = new TrackXFilter();
      filter.init(null);
      assertThat(TrackX.client().reportsTo(ENDPOINT)).isTrue();
      filter.destroy();

      assertThat(TrackX.client().isEnabled()).isFalse();
      assertThat(warnings.lines()).isEmpty();
    } finally {
      System.clearProperty("trackx.endpoint");
      TrackX.close();
    }
  }

  private FilterOptions options(String... namesAndValues) {
    return FilterOptions.of(new FilterSettings(context.config(namesAndValues), context.context()));
  }
}
