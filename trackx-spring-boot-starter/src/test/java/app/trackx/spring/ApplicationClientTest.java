package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.local.TrackXLocal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Tests which client an application has, and how long. */
class ApplicationClientTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  @EnableAutoConfiguration
  static class Shop {}

  @EnableAutoConfiguration
  static class ShopWithClient {
    @Bean
    TrackXClient own() {
      return TrackXClient.builder(SERVER.endpoint()).release("own").build();
    }
  }

  @EnableAutoConfiguration
  static class Talkative {
    @Bean(destroyMethod = "close")
    AutoCloseable lastWords(TrackXClient client) {
      return () -> client.sendEvent(new IllegalStateException("while closing"));
    }
  }

  @AfterEach
  void close() {
    TrackX.close();
  }

  @Test
  void application_hasTheProcessWideClientWhileItRuns() {
    ConfigurableApplicationContext shop = App.plain(Shop.class, SERVER.property());
    TrackXClient client = shop.getBean(TrackXClient.class);
    assertThat(client).isSameAs(TrackX.client());

    shop.close();

    assertThat(client.isEnabled()).isFalse();
    assertThat(TrackX.client().isEnabled()).isFalse();
  }

  @Test
  void parentAndChild_areOneApplication() {
    ConfigurableApplicationContext child = new SpringApplicationBuilder(Shop.class)
        .web(WebApplicationType.NONE)
        .registerShutdownHook(false)
        .child(Shop.class)
        .web(WebApplicationType.SERVLET)
        .registerShutdownHook(false)
        .run(App.arguments(SERVER.property()));
    ConfigurableApplicationContext parent = (ConfigurableApplicationContext) child.getParent();
    TrackXClient client = child.getBean(TrackXClient.class);
    assertThat(client).isSameAs(parent.getBean(TrackXClient.class));
    assertThat(child.containsLocalBean("trackxFilter")).isTrue();

    child.close();
    assertThat(client.isEnabled()).isTrue();
    parent.close();
    assertThat(client.isEnabled()).isFalse();
  }

  @Test
  void secondApplication_hasItsOwn() {
    try (TrackXLocal other = TrackXLocal.start();
        ConfigurableApplicationContext first = App.plain(Shop.class, SERVER.property());
        ConfigurableApplicationContext second =
            App.plain(Shop.class, "trackx.endpoint=" + other.endpoint())) {
      TrackXClient ofFirst = first.getBean(TrackXClient.class);
      TrackXClient ofSecond = second.getBean(TrackXClient.class);
      assertThat(TrackX.client()).isSameAs(ofFirst);
      assertThat(ofSecond.reportsTo(other.endpoint())).isTrue();

      first.close();
      ofSecond.sendEvent(new IllegalStateException("still there"));
      assertThat(other.awaitEvents(1, Server.PATIENCE)).isTrue();
    }
  }

  @Test
  void nextApplication_hasTheProcessWideClientAgain() {
    App.plain(Shop.class, SERVER.property()).close();
    try (ConfigurableApplicationContext next = App.plain(Shop.class, SERVER.property())) {
      assertThat(next.getBean(TrackXClient.class)).isSameAs(TrackX.client());
      TrackX.sendEvent(new IllegalStateException("after a restart"));
      assertThat(SERVER.onlyEvent().message()).isEqualTo("after a restart");
    }
  }

  @Test
  void sameApplicationOnceMore_hasAClientAgain() {
    SpringApplication application = App.application(Shop.class, WebApplicationType.NONE);
    application.run(App.arguments(SERVER.property())).close();
    try (ConfigurableApplicationContext again =
        application.run(App.arguments(SERVER.property()))) {
      assertThat(again.getBean(TrackXClient.class).isEnabled()).isTrue();
    }
  }

  @Test
  void clientOfTheApplicationsCode_isUsedAndStaysOpen() {
    TrackXClient own = TrackX.setup(SERVER.endpoint());
    try (ConfigurableApplicationContext shop = App.plain(Shop.class, SERVER.property())) {
      assertThat(shop.getBean(TrackXClient.class)).isSameAs(own);
    }
    assertThat(own.isEnabled()).isTrue();
  }

  @Test
  void clientBean_needsNoEndpoint() {
    try (ConfigurableApplicationContext shop = App.web(ShopWithClient.class)) {
      assertThat(shop.getBean(TrackXClient.class)).isSameAs(shop.getBean("own"));
      assertThat(shop.containsBean("trackxFilter")).isTrue();
    }
  }

  @Test
  void beansThatFailWhileTheyAreDestroyed_areReported() {
    App.plain(Talkative.class, SERVER.property()).close();

    assertThat(SERVER.onlyEvent().message()).isEqualTo("while closing");
  }
}
