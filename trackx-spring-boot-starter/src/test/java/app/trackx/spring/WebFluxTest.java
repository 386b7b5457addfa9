package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Hooks;
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

  @ParameterizedTest
  @ValueSource(strings = {"thrown", "signalled", "signalledLater"})
  void errorThatAnExceptionHandlerAnswersWith5xx_isOneEvent(String how) throws Exception {
    assertThat(App.get(application, "/stock/" + how).statusCode()).isEqualTo(507);

    Event event = SERVER.onlyEvent();
    assertThat(event.name()).isEqualTo(OutOfStock.class.getName());
    assertThat(event.message()).isEqualTo("sold out, " + how);
    assertThat(event.type()).isEqualTo(1);
    assertThat(event.meta())
        .extracting("http")
        .asString()
        .contains("route=/stock/" + how, "status=507");
  }

  @Test
  void errorThatAnExceptionHandlerLogsAndAnswers_isOneEvent() throws Exception {
    assertThat(App.get(application, "/stock/logged").statusCode()).isEqualTo(507);

    Event event = SERVER.onlyEvent();
    assertThat(event.message()).isEqualTo("sold out, logged");
    assertThat(event.meta()).extracting("log").asString().contains("cannot sell");
  }

  @Test
  void errorThatIsHandled_isNone_whateverTheAnswer() throws Exception {
    assertThat(App.get(application, "/stock/refused").statusCode()).isEqualTo(409);
    assertThat(App.get(application, "/fallback").statusCode()).isEqualTo(503);
    assertThat(App.get(application, "/now/1").statusCode()).isEqualTo(500);

    assertThat(SERVER.onlyEvent().message()).isEqualTo("no order");
  }

  @Test
  void globalHookOfTheApplication_isCalledWithinRequests() throws Exception {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Hooks.onOperatorError("of the application", (error, data) -> {
      seen.set(error);
      return error;
    });
    try {
      App.get(application, "/stock/thrown");
    } finally {
      Hooks.resetOnOperatorError("of the application");
    }
    assertThat(seen.get()).isInstanceOf(OutOfStock.class);
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {
    @Bean
    Shop shop() {
      return new Shop();
    }

    @Bean
    Stock stock() {
      return new Stock();
    }

    @Bean
    Advice advice() {
      return new Advice();
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

  static class OutOfStock extends RuntimeException {
    OutOfStock(String how) {
      super("sold out, " + how);
    }
  }

  @RestController
  static class Stock {
    @GetMapping("/stock/thrown")
    Mono<String> thrown() {
      throw new OutOfStock("thrown");
    }

    @GetMapping("/stock/signalled")
    Mono<String> signalled() {
      return Mono.error(new OutOfStock("signalled"));
    }

    @GetMapping("/stock/signalledLater")
    Mono<String> signalledLater() {
      return Mono.just(1).publishOn(Schedulers.parallel()).map(one -> {
        throw new OutOfStock("signalledLater");
      });
    }

    @GetMapping("/stock/logged")
    Mono<String> logged() {
      throw new OutOfStock("logged");
    }

    @GetMapping("/stock/refused")
    Mono<String> refused() {
      throw new UnsupportedOperationException("no returns");
    }

    @ExceptionHandler
    ResponseEntity<String> answer(UnsupportedOperationException error) {
      return ResponseEntity.status(HttpStatus.CONFLICT).body("no");
    }

    /** Answers as a health check does. */
    @GetMapping("/fallback")
    Mono<ResponseEntity<String>> fallback() {
      return Mono.<String>fromCallable(() -> {
            throw new IllegalStateException("handled");
          })
          .map(ResponseEntity::ok)
          .onErrorReturn(ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("down"));
    }
  }

  @RestControllerAdvice
  static class Advice {
    @ExceptionHandler
    ResponseEntity<String> answer(OutOfStock error) {
      if (error.getMessage().endsWith("logged")) {
        LoggerFactory.getLogger(Advice.class).error("cannot sell", error);
      }
      return ResponseEntity.status(HttpStatus.INSUFFICIENT_STORAGE).body("none left");
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
