package app.trackx.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.EventType;
import app.trackx.TrackX;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import app.trackx.logback.TrackXAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** A template that fails: Thymeleaf logs it, the filter sees it, and the container logs it again. */
class TemplateTest {
  /** Those that log the failure, the template engine's first. */
  private static final List<String> LOGGERS =
      List.of("org.thymeleaf.TemplateEngine", "org.apache.catalina.core");

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @EnableAutoConfiguration
  @Import({TrackXConfiguration.class, Pages.class})
  static class Application {}

  @Controller
  static class Pages {
    @GetMapping("/orders/{id}/page")
    String order(Model model) {
      model.addAttribute("order", Map.of());
      return "broken";
    }
  }

  @Test
  void templateThatFails_isOneEventOfItsVisitor() throws Exception {
    try (TrackXLocal server = TrackXLocal.start();
        Shop shop = Shop.open(Application.class, server.endpoint())) {
      TrackXAppender appender = appender();
      HttpRequest page = HttpRequest.newBuilder()
          .uri(URI.create("http://localhost:" + shop.port() + "/orders/42/page"))
          .header("Accept", "text/html") // as a browser, for which there is an error page
          .header("User-Agent", "Browser")
          .timeout(PATIENCE)
          .build();
      assertThat(
              HttpClient.newHttpClient().send(page, BodyHandlers.discarding()).statusCode())
          .isEqualTo(500);
      server.awaitEvents(1, PATIENCE);
      assertThat(TrackX.flush(PATIENCE)).isTrue();

      assertThat(TrackX.client().diagnostics().duplicates()).isGreaterThanOrEqualTo(2);
      assertThat(server.events()).hasSize(1);
      Event event = server.events().get(0);
      assertThat(event.type()).isEqualTo(EventType.UNHANDLED_ERROR.code());
      assertThat(event.meta()).containsEntry("logger", LOGGERS.get(0));
      assertThat(((Map<?, ?>) event.meta().get("http")))
          .hasToString("{method=GET, status=500, route=/orders/{id}/page, dispatcher=REQUEST}");
      assertThat(server.sessions()).hasSize(1).allMatch(session -> session.withError());
      appender.stop();
    } finally {
      TrackX.close();
    }
  }

  /** Starts an appender after Spring Boot has configured the logging system. */
  private static TrackXAppender appender() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    TrackXAppender appender = new TrackXAppender();
    appender.setContext(context);
    appender.start();
    for (String name : LOGGERS) {
      Logger logger = context.getLogger(name);
      logger.setLevel(Level.ERROR);
      logger.addAppender(appender);
      logger.setAdditive(false); // keeps the console quiet
    }
    return appender;
  }
}
