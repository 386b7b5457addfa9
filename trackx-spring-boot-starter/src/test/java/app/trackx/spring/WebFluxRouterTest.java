package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import app.trackx.TrackXClient;
import app.trackx.local.Event;
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
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Tests functional endpoints of WebFlux, which may answer their errors themselves. */
@Timeout(60)
class WebFluxRouterTest {
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

  @ParameterizedTest
  @ValueSource(strings = {"failed", "recorded", "logged"})
  void errorThatIsNotSwallowed_isOneEvent(String path) throws Exception {
    assertThat(App.get(application, "/" + path + "/planted").statusCode()).isEqualTo(500);

    Event event = SERVER.onlyEvent();
    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(event.meta())
        .extracting("http")
        .asString()
        .contains("method=GET", "route=/" + path + "/{id}", "status=500");
    assertThat(event.json()).doesNotContain("planted");
  }

  @Test
  void recordedErrorThatIsAnsweredWith4xx_isNone() throws Exception {
    assertThat(App.get(application, "/refused/1").statusCode()).isEqualTo(409);
    assertThat(App.get(application, "/failed/1").statusCode()).isEqualTo(500);

    assertThat(SERVER.onlyEvent().meta()).extracting("http").asString().contains("/failed");
  }

  /** As docs/SPRING.md lists among what is not covered. */
  @ParameterizedTest
  @ValueSource(strings = {"resumed", "answered"})
  void errorThatTheApplicationAnswersItself_isNone(String path) throws Exception {
    assertThat(App.get(application, "/" + path + "/1").statusCode()).isEqualTo(500);

    assertThat(application.getBean(TrackXClient.class).flush(Server.PATIENCE)).isTrue();
    assertThat(SERVER.eventsNow()).isEmpty();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {
    @Bean
    RouterFunction<ServerResponse> failing() {
      return route().GET("/failed/{id}", Application::fail).build();
    }

    @Bean
    RouterFunction<ServerResponse> resuming() {
      return route()
          .GET("/resumed/{id}", request -> fail(request).onErrorResume(error -> answer(500)))
          .GET(
              "/logged/{id}",
              request -> fail(request).onErrorResume(error -> {
                LoggerFactory.getLogger(Application.class).error("cannot sell", error);
                return answer(500);
              }))
          .build();
    }

    @Bean
    RouterFunction<ServerResponse> answering() {
      return route()
          .GET("/answered/{id}", Application::fail)
          .onError(IllegalStateException.class, (error, request) -> answer(500))
          .build();
    }

    @Bean
    RouterFunction<ServerResponse> recording() {
      return route()
          .GET("/recorded/{id}", Application::fail)
          .GET("/refused/{id}", Application::fail)
          .onError(IllegalStateException.class, (error, request) -> {
            ServerRequestObservationContext.findCurrent(request.attributes())
                .ifPresent(observation -> observation.setError(error));
            return answer(request.path().startsWith("/refused") ? 409 : 500);
          })
          .build();
    }

    private static Mono<ServerResponse> fail(ServerRequest request) {
      return Mono.error(new IllegalStateException("no stock"));
    }

    private static Mono<ServerResponse> answer(int status) {
      return ServerResponse.status(HttpStatus.valueOf(status)).build();
    }
  }
}
