package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.OnErrorHandler;
import app.trackx.Scrubber;
import app.trackx.TrackXClient;
import app.trackx.local.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

/** Tests the properties, and the beans that change the client. */
class OptionsTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  @EnableAutoConfiguration
  static class Shop {}

  @EnableAutoConfiguration
  static class WithBeans {
    @Bean
    @Order(2)
    OnErrorHandler second() {
      return (event, reason) -> {
        event.getMeta().merge("order", "b", (old, more) -> old + "" + more);
        return event;
      };
    }

    @Bean
    @Order(1)
    OnErrorHandler first() {
      return (event, reason) -> {
        event.getMeta().merge("order", "a", (old, more) -> old + "" + more);
        return event;
      };
    }

    @Bean
    Scrubber scrubber() {
      return Scrubber.builder().rule(text -> text.replace("bob", "[name]")).build();
    }

    @Bean
    TrackXCustomizer customizer() {
      return client -> client.release("customized");
    }
  }

  @EnableAutoConfiguration
  static class WithFailingCustomizer {
    @Bean
    TrackXCustomizer customizer() {
      return client -> client.queueCapacity(0);
    }
  }

  @Test
  void beans_changeEvents() {
    try (ConfigurableApplicationContext shop =
        App.plain(WithBeans.class, SERVER.property(), "trackx.release=1.2.3")) {
      shop.getBean(TrackXClient.class).sendEvent(new IllegalStateException("no price for bob"));

      Event event = SERVER.onlyEvent();
      assertThat(event.message()).isEqualTo("no price for [name]");
      assertThat(event.meta()).containsEntry("order", "ab").containsEntry("release", "customized");
    }
  }

  @Test
  void failingCustomizer_turnsReportingOff() {
    try (ConfigurableApplicationContext shop =
        App.plain(WithFailingCustomizer.class, SERVER.property())) {
      assertThat(shop.isRunning()).isTrue();
      assertThat(shop.getBean(TrackXClient.class).isEnabled()).isFalse();
    }
  }

  @Test
  void allOptions_areBound() {
    TrackXProperties options = bind(Map.ofEntries(
        Map.entry("trackx.endpoint", "e"),
        Map.entry("trackx.origin", "o"),
        Map.entry("trackx.release", "r"),
        Map.entry("trackx.environment", "s"),
        Map.entry("trackx.detectRelease", "false"),
        Map.entry("trackx.detect_environment", "false"),
        Map.entry("trackx.rate-limit", "100,600"),
        Map.entry("trackx.queueCapacity", "7"),
        Map.entry("trackx.call-timeout", "3s"),
        Map.entry("trackx.shutdown-timeout", "PT4S"),
        Map.entry("trackx.capture-uncaught", "false"),
        Map.entry("trackx.spool-directory", "/var/spool/shop"),
        Map.entry("trackx.source-urls", "com.acme=https://git.example.com/"),
        Map.entry("trackx.auto-ping", "true"),
        Map.entry("trackx.web.sessions", "visitor"),
        Map.entry("trackx.web.ignore", "a.B,c.D")));

    assertThat(options)
        .extracting(
            TrackXProperties::endpoint,
            TrackXProperties::origin,
            TrackXProperties::release,
            TrackXProperties::environment,
            TrackXProperties::detectRelease,
            TrackXProperties::detectEnvironment,
            TrackXProperties::rateLimit,
            TrackXProperties::queueCapacity,
            TrackXProperties::callTimeout,
            TrackXProperties::shutdownTimeout,
            TrackXProperties::captureUncaught,
            TrackXProperties::spoolDirectory,
            TrackXProperties::sourceUrls,
            TrackXProperties::autoPing)
        .containsExactly(
            "e",
            "o",
            "r",
            "s",
            false,
            false,
            "100,600",
            7,
            Duration.ofSeconds(3),
            Duration.ofSeconds(4),
            false,
            Path.of("/var/spool/shop"),
            "com.acme=https://git.example.com/",
            true);
    assertThat(options.web().ignore()).containsExactly("a.B", "c.D");
  }

  private static TrackXProperties bind(Map<String, String> properties) {
    MockEnvironment environment = new MockEnvironment();
    properties.forEach(environment::setProperty);
    return TrackXProperties.bind(environment, warning -> {
      throw new AssertionError(warning);
    });
  }

  @Test
  void environmentVariables_areThoseOfTheClient() {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of(
                    "TRACKX_ENDPOINT", SERVER.endpoint(),
                    "TRACKX_RELEASE", "1.2.3",
                    "TRACKX_SOURCE_URLS", "com.acme=https://git.example.com/")));

    ClientOptions options = new ClientOptions(environment);

    assertThat(options.endpoint()).isEqualTo(SERVER.endpoint());
    assertThat(options.release()).isEqualTo("1.2.3");
    assertThat(options.properties().sourceUrls()).startsWith("com.acme=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trackx.queue-capacity=many",
        "trackx.queue-capacity=0",
        "trackx.call-timeout=soon",
        "trackx.call-timeout=2h",
        "trackx.rate-limit=fast",
        "trackx.rate-limit=1",
        "trackx.rate-limit=0,0",
        "trackx.web.sessions=everybody",
        "trackx.web.visitor-secret=short",
        "trackx.capture-uncaught=perhaps",
        "trackx.origin=not an origin",
        "trackx.source-urls=nonsense",
        "trackx.logging.minimum-level=loud"
      })
  void unusableValue_fallsBackToItsDefault(String property) {
    try (ConfigurableApplicationContext shop = App.web(Shop.class, SERVER.property(), property)) {
      shop.getBean(TrackXClient.class).sendEvent(new IllegalStateException("sent nevertheless"));

      assertThat(SERVER.onlyEvent().message()).isEqualTo("sent nevertheless");
    }
  }

  @Test
  void activeProfiles_areTheEnvironment() {
    MockEnvironment environment = new MockEnvironment();
    assertThat(new ClientOptions(environment).environmentName()).isNull();

    environment.setActiveProfiles("eu", "staging");
    assertThat(new ClientOptions(environment).environmentName()).isEqualTo("eu,staging");

    environment.setProperty("trackx.detect-environment", "false");
    assertThat(new ClientOptions(environment).environmentName()).isNull();
  }

  @Test
  void release_isThatOfTheBuild() {
    MockEnvironment environment = new MockEnvironment()
        .withProperty("spring.info.git.location", "classpath:build/git.properties");
    assertThat(new ClientOptions(environment).release()).isEqualTo("a1b2c3d");

    environment.setProperty("spring.info.build.location", "classpath:build/build-info.properties");
    assertThat(new ClientOptions(environment).release()).isEqualTo("4.5.6");

    environment.setProperty("trackx.detect-release", "false");
    assertThat(new ClientOptions(environment).release()).isNull();
  }
}
