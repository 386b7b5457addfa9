package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** Tests requests of WebFlux, on the embedded server. */
@Timeout(60)
class WebFluxTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  private static ConfigurableApplicationContext application;

  @BeforeAll
  static void start() {
    application = App.application(Application.class, WebApplicationType.REACTIVE)
        .run(App.arguments(SERVER.property()));
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  private static void assertFailed(Event event, String route) {
    assertThat(event.meta())
        .extracting("http")
        .asString()
        .contains("method=GET", "route=" + route, "status=500");
    assertThat(event.uri()).startsWith("http://localhost").endsWith(route);
    assertThat(event.json()).doesNotContain("planted");
  }

  @Test
  void failedRequest_isOneEvent_withRouteAndStatus() throws IOException, InterruptedException {
    assertThat(App.get(application, "/now/planted-id?q=planted").statusCode()).isEqualTo(500);

    assertFailed(SERVER.onlyEvent(), "/now/{id}");
  }

  @Test
  void failureOnAnotherThread_thatIsLoggedBefore_isOneEvent() throws Exception {
    assertThat(App.get(application, "/later/planted-id").statusCode()).isEqualTo(500);

    Event event = SERVER.onlyEvent();
    assertFailed(event, "/later/{id}");
    assertThat(event.meta()).extracting("log").asString().contains("cannot tell");
  }

  @Test
  void handlersOwnAnswer_decides() throws IOException, InterruptedException {
    assertThat(App.get(application, "/gone").statusCode()).isEqualTo(410);
    assertThat(App.get(application, "/unknown").statusCode()).isEqualTo(404);
    assertThat(App.get(application, "/own").statusCode()).isEqualTo(503);

    Event event = SERVER.onlyEvent();
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(event.meta()).extracting("http").asString().contains("route=/own", "status=503");
  }

  @Test
  void droppedError_isOneEvent() throws IOException, InterruptedException {
    assertThat(App.get(application, "/dropped").statusCode()).isEqualTo(200);

    Event event = SERVER.onlyEvent();
    assertThat(event.message()).isEqualTo("too late");
    assertThat(event.meta()).extracting("http").asString().contains("route=/dropped");
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {
    @Bean
    Shop shop() {
      return new Shop();
    }

    @Bean
    @Order(-2)
    WebExceptionHandler handler() {
      return (exchange, error) -> {
        HttpStatus status = error instanceof UnsupportedOperationException
            ? HttpStatus.GONE
            : error instanceof IllegalArgumentException ? HttpStatus.SERVICE_UNAVAILABLE : null;
        if (status == null) {
          return Mono.error(error);
        }
        exchange.getResponse().setStatusCode(status);
        return exchange.getResponse().setComplete();
      };
    }
  }

  @RestController
  static class Shop {
    @GetMapping("/now/{id}")
    Mono<String> now(@PathVariable("id") String id) {
      throw new IllegalStateException("no order");
    }

    @GetMapping("/later/{id}")
    Mono<String> later(@PathVariable("id") String id) {
      return Mono.just(id).publishOn(Schedulers.parallel()).map(known -> {
        IllegalStateException error = new IllegalStateException("no price");
        LoggerFactory.getLogger(Shop.class).error("cannot tell", error);
        throw error;
      });
    }

    @GetMapping("/gone")
    Mono<String> gone() {
      return Mono.error(new UnsupportedOperationException("gone"));
    }

    @GetMapping("/unknown")
    Mono<String> unknown() {
      return Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    @GetMapping("/own")
    Mono<String> own() {
      return Mono.error(new IllegalArgumentException("no stock"));
    }

    @GetMapping("/dropped")
    Mono<String> dropped() {
      return Mono.fromSupplier(() -> {
        Operators.onErrorDropped(new IllegalStateException("too late"), Context.empty());
        return "";
      });
    }
  }
}
