package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.CurrentVisitor;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.local.Session;
import java.util.List;
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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Tests the sessions of a WebFlux application. */
@Timeout(60)
class WebFluxSessionsTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  private static ConfigurableApplicationContext start(String sessions) {
    return App.application(Shop.class, WebApplicationType.REACTIVE)
        .run(App.arguments(
            SERVER.property(), "trackx.rate-limit=none", "trackx.web.sessions=" + sessions));
  }

  private static List<Session> sessions(ConfigurableApplicationContext shop) {
    assertThat(shop.getBean(TrackXClient.class).flush(Server.PATIENCE)).isTrue();
    return SERVER.local().sessions();
  }

  @Test
  void instance_isOneSession_exceptForHealthChecks() throws Exception {
    try (ConfigurableApplicationContext shop = start("instance")) {
      App.get(shop, "/health", "Firefox");
      assertThat(sessions(shop)).isEmpty();
      App.get(shop, "/", "Firefox");
      App.get(shop, "/", "Safari");

      assertThat(sessions(shop)).hasSize(1).noneMatch(Session::withError);
      assertThat(shop.getBean(TrackXClient.class).diagnostics().pings()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/fails", "/failsLater", "/logs", "/sends"})
  void visitor_isOneSessionEach_andErrorsBelongToIt(String path) throws Exception {
    try (ConfigurableApplicationContext shop = start("visitor")) {
      for (String browser : new String[] {"Firefox", "Safari", "Firefox", "Googlebot"}) {
        assertThat(App.get(shop, "/", browser).body()).isEqualTo("" + !browser.contains("bot"));
      }
      App.get(shop, path, "Firefox");

      assertThat(SERVER.onlyEvent().message()).isEqualTo("no stock");
      List<Session> sessions = sessions(shop);
      assertThat(sessions).hasSize(2);
      assertThat(sessions.stream().filter(Session::withError)).hasSize(1);
    }
  }

  @Test
  void off_isNoSession() throws Exception {
    try (ConfigurableApplicationContext shop = start("off")) {
      App.get(shop, "/", "Firefox");

      assertThat(sessions(shop)).isEmpty();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Shop {
    @Bean
    Pages pages() {
      return new Pages();
    }
  }

  @RestController
  static class Pages {
    /** Answers whether there is a visitor, after a change of the thread. */
    @GetMapping("/")
    Mono<String> home() {
      return Mono.fromCallable(() -> "" + (CurrentVisitor.get() != null))
          .subscribeOn(Schedulers.boundedElastic());
    }

    @GetMapping("/health")
    Mono<String> health() {
      return Mono.just("up");
    }

    @GetMapping("/fails")
    Mono<String> fails() {
      throw new IllegalStateException("no stock");
    }

    @GetMapping("/failsLater")
    Mono<String> failsLater() {
      return Mono.just(1).publishOn(Schedulers.parallel()).map(one -> {
        throw new IllegalStateException("no stock");
      });
    }

    @GetMapping("/logs")
    Mono<String> logs() {
      return Mono.just(1).publishOn(Schedulers.parallel()).map(one -> {
        LoggerFactory.getLogger(Pages.class)
            .error("cannot tell", new IllegalStateException("no stock"));
        return "";
      });
    }

    @GetMapping("/sends")
    Mono<String> sends() {
      return Mono.fromCallable(() -> {
            TrackX.sendEvent(new IllegalStateException("no stock"));
            return "";
          })
          .subscribeOn(Schedulers.boundedElastic());
    }
  }
}
