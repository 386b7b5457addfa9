package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.local.TrackXLocal;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Tests the client as an application has it. */
class TrackXAutoConfigurationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static TrackXLocal server;

  private final ApplicationContextRunner application = new ApplicationContextRunner()
      .withConfiguration(AutoConfigurations.of(TrackXAutoConfiguration.class));

  @BeforeAll
  static void start() {
    server = TrackXLocal.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void clear() {
    server.clear();
  }

  @Test
  void springBoot_isTheOneOfThisBuild() {
    assertThat(SpringBootVersion.getVersion())
        .isNotNull()
        .isEqualTo(System.getProperty("spring-boot.version"));
  }

  @Test
  void endpoint_isEnough() {
    application.withPropertyValues("trackx.endpoint=" + server.endpoint()).run(context -> {
      TrackX.sendEvent(new IllegalStateException("no price"));

      assertThat(context.getBean(TrackXClient.class)).isSameAs(TrackX.client());
      assertThat(server.awaitEvents(1, PATIENCE)).isTrue();
    });
    assertThat(TrackX.client().isEnabled()).isFalse();
  }

  @Test
  void noEndpoint_nothingIsThere() {
    application.run(context -> assertThat(context).doesNotHaveBean(TrackXClient.class));
  }
}
