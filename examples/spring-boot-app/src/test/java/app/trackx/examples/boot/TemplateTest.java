package app.trackx.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.EventType;
import app.trackx.TrackX;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** A template that fails: Thymeleaf logs it, the filter sees it, and the container logs it again. */
class TemplateTest {
  /** The first of those that log the failure. */
  private static final String ENGINE = "org.thymeleaf.TemplateEngine";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @EnableAutoConfiguration
  @Import(Pages.class)
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
      assertThat(event.meta()).containsEntry("logger", ENGINE);
      assertThat(((Map<?, ?>) event.meta().get("http")))
          .hasToString("{method=GET, status=500, route=/orders/{id}/page, dispatcher=REQUEST}");
      assertThat(server.sessions()).hasSize(1).allMatch(session -> session.withError());
    }
  }
}
