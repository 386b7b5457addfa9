package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.local.Event;
import app.trackx.local.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Tests that errors on other threads than the one of the request belong to the request. */
@Timeout(60)
class WebFluxThreadsTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  /** Paths whose errors happen on a thread of the server, of Reactor's schedulers, or of Spring. */
  private static final List<String> KNOWN = List.of(
      "/publishOn",
      "/subscribeOn",
      "/async",
      "/bodyLogged",
      "/bodyPublishOn",
      "/bodySubscribeOn",
      "/bodyAsync",
      "/form");

  /** Paths whose errors happen on a thread of another library, such as a driver. */
  private static final List<String> FOREIGN =
      List.of("/driver", "/driverPublishOn", "/driverAsync");

  @AfterEach
  void reset() {
    Hooks.disableAutomaticContextPropagation();
  }

  @Test
  void errorOnAnyThread_belongsToTheRequest_withAutomaticPropagation() {
    try (ConfigurableApplicationContext application = start("auto")) {
      assertAll(Stream.of(KNOWN, FOREIGN)
          .flatMap(List::stream)
          .map(path -> () -> assertBelongsToTheRequest(application, path)));
    }
  }

  @Test
  void errorOnAKnownThread_belongsToTheRequest_withoutAutomaticPropagation() {
    try (ConfigurableApplicationContext application = start("limited")) {
      assertAll(KNOWN.stream().map(path -> () -> assertBelongsToTheRequest(application, path)));
    }
  }

  @Test
  void loggedFailure_isOneEvent_withAutomaticPropagation() throws Exception {
    try (ConfigurableApplicationContext application = start("auto")) {
      assertThat(post(application, "/driverFails/planted-id")).isEqualTo(500);

      assertOfTheRequest(SERVER.onlyEvent(), "/driverFails");
    }
  }

  private static ConfigurableApplicationContext start(String propagation) {
    return App.application(Application.class, WebApplicationType.REACTIVE)
        .run(App.arguments(
            SERVER.property(),
            "trackx.web.sessions=visitor",
            "trackx.rate-limit=none",
            "spring.reactor.context-propagation=" + propagation));
  }

  private static void assertBelongsToTheRequest(
      ConfigurableApplicationContext application, String path) throws Exception {
    SERVER.local().clear();
    assertThat(post(application, path + "/planted-id")).as(path).isEqualTo(200);

    assertOfTheRequest(SERVER.onlyEvent(), path);
    assertThat(application.getBean(TrackXClient.class).flush(Server.PATIENCE)).isTrue();
    assertThat(SERVER.local().sessions()).as(path).allMatch(Session::withError);
  }

  private static void assertOfTheRequest(Event event, String path) {
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(event.meta())
        .extracting("http")
        .asString()
        .contains("method=POST", "route=" + path + "/{id}");
    assertThat(event.json()).doesNotContain("planted");
  }

  private static int post(ConfigurableApplicationContext application, String path)
      throws IOException, InterruptedException {
    String port = application.getEnvironment().getRequiredProperty("local.server.port");
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .timeout(Server.PATIENCE)
        .header("User-Agent", "Firefox")
        .header(
            "Content-Type",
            path.startsWith("/form") ? "application/x-www-form-urlencoded" : "text/plain")
        .POST(HttpRequest.BodyPublishers.ofString("planted body"))
        .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableAsync
  static class Application {
    @Bean
    Mail mail() {
      return new Mail();
    }

    @Bean
    Shop shop(Mail mail) {
      return new Shop(mail);
    }
  }

  private static String log() {
    LoggerFactory.getLogger(Shop.class).error("cannot", new IllegalStateException("no stock"));
    return "";
  }

  private static String send() {
    TrackX.sendEvent(new IllegalStateException("no stock"));
    return "";
  }

  static class Mail {
    @Async
    public void send() {
      log();
    }
  }

  @RestController
  static class Shop {
    private final Mail mail;

    Shop(Mail mail) {
      this.mail = mail;
    }

    private String mail() {
      mail.send();
      return "";
    }

    @PostMapping("/publishOn/{id}")
    Mono<String> publishOn(@PathVariable("id") String id) {
      return Mono.just(id).publishOn(Schedulers.boundedElastic()).map(known -> log());
    }

    @PostMapping("/subscribeOn/{id}")
    Mono<String> subscribeOn(@PathVariable("id") String id) {
      return Mono.fromCallable(WebFluxThreadsTest::send).subscribeOn(Schedulers.boundedElastic());
    }

    @PostMapping("/async/{id}")
    Mono<String> async(@PathVariable("id") String id) {
      return Mono.just(mail());
    }

    @PostMapping("/bodyLogged/{id}")
    Mono<String> bodyLogged(@PathVariable("id") String id, @RequestBody String body) {
      return Mono.just(log());
    }

    @PostMapping("/bodyPublishOn/{id}")
    Mono<String> bodyPublishOn(@PathVariable("id") String id, @RequestBody Mono<String> body) {
      return body.publishOn(Schedulers.boundedElastic()).map(known -> log());
    }

    @PostMapping("/bodySubscribeOn/{id}")
    Mono<String> bodySubscribeOn(@PathVariable("id") String id, @RequestBody String body) {
      return subscribeOn(id);
    }

    @PostMapping("/bodyAsync/{id}")
    Mono<String> bodyAsync(@PathVariable("id") String id, @RequestBody String body) {
      return async(id);
    }

    @PostMapping("/form/{id}")
    Mono<String> form(@PathVariable("id") String id, ServerWebExchange exchange) {
      return exchange.getFormData().map(form -> log());
    }

    /** Answers as a driver does, on a thread of its own. */
    private static Mono<String> driver() {
      return Mono.create(sink -> new Thread(() -> sink.success("")).start());
    }

    @PostMapping("/driver/{id}")
    Mono<String> driver(@PathVariable("id") String id) {
      return driver().map(known -> log());
    }

    @PostMapping("/driverPublishOn/{id}")
    Mono<String> driverPublishOn(@PathVariable("id") String id) {
      return driver().publishOn(Schedulers.boundedElastic()).map(known -> log());
    }

    @PostMapping("/driverFails/{id}")
    Mono<String> driverFails(@PathVariable("id") String id) {
      return driver().map(known -> {
        throw new IllegalStateException("no stock");
      });
    }

    @PostMapping("/driverAsync/{id}")
    Mono<String> driverAsync(@PathVariable("id") String id) {
      return driver().map(known -> mail());
    }
  }
}
