package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.EventType;
import app.trackx.TrackX;
import app.trackx.local.Event;
import app.trackx.servlet.TrackXFilter;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Tests an application with nothing but the starter and an endpoint. */
class WebApplicationTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  private static ConfigurableApplicationContext context;

  @EnableAutoConfiguration
  @Import(Orders.class)
  static class Shop {}

  @RestController
  static class Orders {
    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    @GetMapping("/orders/{id}/price")
    String price(@PathVariable("id") long id) {
      throw new IllegalStateException("no price for order " + id);
    }

    @GetMapping("/orders/{id}/stock")
    String stock(@PathVariable("id") long id) {
      LOG.error("no stock for order {}", id);
      return "unknown";
    }

    @GetMapping("/orders/{id}/way")
    String way(@PathVariable("id") long id) {
      LOG.info("order {} is on its way", id);
      throw new IllegalStateException("no way");
    }

    @GetMapping("/orders/{id}/map")
    String map(@PathVariable("id") long id) {
      IllegalStateException error = new IllegalStateException("no map for order " + id);
      LOG.error("failed", error);
      throw error;
    }
  }

  @BeforeAll
  static void open() {
    context = App.web(
        Shop.class,
        SERVER.property(),
        "trackx.web.sessions=visitor",
        "spring.profiles.active=staging",
        "management.endpoints.web.exposure.include=health,info,metrics",
        "management.endpoint.health.show-details=always");
  }

  @AfterAll
  static void close() {
    context.close();
    assertThat(TrackX.client().isEnabled()).isFalse();
  }

  @Test
  void failure_isOneEventOfItsRoute() throws Exception {
    assertThat(App.get(context, "/orders/17/price").statusCode()).isEqualTo(500);

    Event event = SERVER.onlyEvent();
    assertThat(event.type()).isEqualTo(EventType.UNHANDLED_ERROR.code());
    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.meta()).containsEntry("environment", "staging");
    assertThat(event.meta().get("http"))
        .hasToString("{method=GET, status=500, route=/orders/{id}/price, dispatcher=REQUEST}");
    assertThat(SERVER.local().sessions()).hasSize(1);
  }

  @Test
  void loggedError_isOneEventOfItsRoute() throws Exception {
    assertThat(App.get(context, "/orders/17/stock").body()).isEqualTo("unknown");

    Event event = SERVER.onlyEvent();
    assertThat(event.type()).isEqualTo(EventType.CUSTOM_LOGGER.code());
    assertThat(event.message()).isEqualTo("no stock for order 17");
    assertThat(((Map<?, ?>) event.meta().get("http")).get("route")).isEqualTo("/orders/{id}/stock");
  }

  @Test
  void errorThatIsLoggedAndThrown_isOneEvent() throws Exception {
    App.get(context, "/orders/17/map");

    assertThat(SERVER.onlyEvent().meta()).containsEntry("log", "failed");
  }

  @Test
  void failure_hasTheTrailOfItsRequest() throws Exception {
    App.get(context, "/orders/17/way");

    assertThat(SERVER.onlyEvent().meta().get("trail"))
        .asString()
        .contains("order {} is on its way")
        .doesNotContain("17");
  }

  @Test
  void meters_areThoseOfTheClient() throws Exception {
    assertThat(App.get(context, "/actuator/metrics/trackx.captured").statusCode())
        .isEqualTo(200);
    assertThat(App.get(context, "/actuator/metrics/trackx.dropped").body()).contains("queue_full");
  }

  @Test
  void uncaughtError_isAnEvent() throws Exception {
    Thread thread = new Thread(() -> {
      throw new IllegalStateException("nobody catches it");
    });
    thread.start();
    thread.join(Server.PATIENCE.toMillis());

    assertThat(SERVER.onlyEvent().message()).isEqualTo("nobody catches it");
  }

  @Test
  void health_isUpWithTheStateOfDelivery() throws Exception {
    assertThat(App.get(context, "/actuator/health").body())
        .contains("\"trackx\":{", "\"delivery\":\"ready\"", "\"pending\":")
        .startsWith("{")
        .contains("\"status\":\"UP\"");
  }

  @Test
  void info_namesTheEnvironment() throws Exception {
    assertThat(App.get(context, "/actuator/info").body())
        .contains("\"trackx\":{\"enabled\":true,\"environment\":\"staging\"}");
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnFilter {
    @Bean
    FilterRegistrationBean<TrackXFilter> own() {
      FilterRegistrationBean<TrackXFilter> bean =
          new FilterRegistrationBean<>(TrackXFilter.builder().build());
      bean.setName("own");
      return bean;
    }
  }

  @EnableAutoConfiguration
  @Import({OwnFilter.class, Orders.class})
  static class ShopWithFilter {}

  @Test
  void filterOfTheApplication_isTheOnlyOne() {
    try (ConfigurableApplicationContext other = App.web(ShopWithFilter.class, SERVER.property())) {
      assertThat(other.getBeansOfType(FilterRegistrationBean.class)).containsKey("own");
      assertThat(other.containsBean("trackxFilter")).isFalse();
    }
  }

  @Test
  void integrationThatIsOff_isNotThere() {
    try (ConfigurableApplicationContext other = App.web(
        Shop.class,
        SERVER.property(),
        "trackx.servlet.enabled=false",
        "trackx.health.enabled=false",
        "trackx.info.enabled=false",
        "trackx.metrics.enabled=false",
        "trackx.logging.enabled=false",
        "trackx.scheduled.enabled=false",
        "trackx.async.enabled=false",
        "trackx.tasks.enabled=false",
        "trackx.events.enabled=false",
        "trackx.kafka.enabled=false",
        "trackx.reactor.enabled=false",
        "trackx.batch.enabled=false",
        "trackx.websocket.enabled=false")) {
      assertThat(other.getBeanDefinitionNames())
          .filteredOn(name -> name.startsWith("trackx") && !name.contains("-"))
          .containsExactlyInAnyOrder(
              "trackxApplicationClient",
              "trackxOptions",
              "trackxClient",
              "trackxStart",
              "trackxMessageTexts", // for errors that arrive otherwise
              "trackxBeforeWebServer");
    }
  }
}
