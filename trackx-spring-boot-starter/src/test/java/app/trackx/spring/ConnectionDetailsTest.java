package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.local.TrackXLocal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Tests an application whose test starts the server as a bean. */
@Timeout(60)
class ConnectionDetailsTest {

  @Configuration(proxyBeanMethods = false)
  static class LocalServer {
    @Bean
    TrackXLocal trackxLocal() {
      return TrackXLocal.start();
    }

    @Bean
    TrackXConnectionDetails trackxConnection(TrackXLocal server) {
      return server::endpoint;
    }
  }

  @EnableAutoConfiguration
  @Import(LocalServer.class)
  static class Shop {}

  @EnableAutoConfiguration
  static class Malformed {
    @Bean
    TrackXConnectionDetails connection() {
      return () -> "nonsense";
    }
  }

  @AfterEach
  void close() {
    TrackX.close();
  }

  @Test
  void connectionDetails_needNoProperty() {
    try (ConfigurableApplicationContext shop = App.web(Shop.class)) {
      TrackX.sendEvent(new IllegalStateException("no price"));

      assertThat(shop.getBean(TrackXClient.class).flush(Server.PATIENCE)).isTrue();
      assertThat(shop.getBean(TrackXLocal.class).issues()).hasSize(1);
      assertThat(shop.containsBean("trackxFilter")).isTrue();
    }
  }

  @Test
  void connectionDetails_takePrecedenceOverTheProperty() {
    try (TrackXLocal unused = TrackXLocal.start();
        ConfigurableApplicationContext shop =
            App.plain(Shop.class, "trackx.endpoint=" + unused.endpoint())) {
      TrackXLocal server = shop.getBean(TrackXLocal.class);
      assertThat(shop.getBean(TrackXClient.class).reportsTo(server.endpoint())).isTrue();
    }
  }

  @Test
  void server_isClosedAfterTheClient() {
    TrackXLocal server;
    try (ConfigurableApplicationContext shop = App.plain(Shop.class)) {
      server = shop.getBean(TrackXLocal.class);
      shop.getBean(TrackXClient.class).sendEvent(new IllegalStateException("just before the end"));
    }
    assertThat(server.events()).hasSize(1);
  }

  @Test
  void malformedEndpoint_turnsReportingOff() {
    try (ConfigurableApplicationContext shop = App.plain(Malformed.class)) {
      assertThat(shop.getBean(TrackXClient.class).isEnabled()).isFalse();
    }
  }

  @Test
  void off_winsOverConnectionDetails() {
    try (ConfigurableApplicationContext shop = App.plain(Shop.class, "trackx.enabled=false")) {
      assertThat(shop.containsBean("trackxClient")).isFalse();
    }
  }
}
