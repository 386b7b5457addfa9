package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import jakarta.servlet.RequestDispatcher;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Failures that were caught behind the filter and answered. */
class SwallowedTest {
  private static final String SPRING =
      "org.springframework.web.servlet.DispatcherServlet.EXCEPTION";

  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private static Handler answering(String attribute, int status, String message) {
    return (request, response) -> {
      request.setAttribute(attribute, new IllegalStateException(message));
      response.setStatus(status);
      response.getWriter().print("sorry");
    };
  }

  @Test
  void errorAttribute_withA5xx_isAnEvent() {
    site.servlet("/orders", answering(RequestDispatcher.ERROR_EXCEPTION, 500, "no stock"))
        .start();

    assertThat(site.get("/orders").statusCode()).isEqualTo(500);
    assertThat(site.event().message()).isEqualTo("no stock");
  }

  @Test
  void springsAttribute_withA5xx_isAnEvent() {
    site.servlet("/orders", answering(SPRING, 503, "no stock")).start();

    assertThat(site.get("/orders").body()).isEqualTo("sorry");
    Event event = site.event();
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(Site.http(event)).containsEntry("status", "503");
  }

  @Test
  void attributes_withLess_areNone() {
    site.servlet("/orders", answering(SPRING, 404, "no such order"))
        .servlet("/parts", answering(RequestDispatcher.ERROR_EXCEPTION, 400, "bad part"))
        .servlet("/mended", answering(SPRING, 200, "mended"))
        .start();
    site.get("/orders");
    site.get("/parts");
    site.get("/mended");

    assertThat(site.events()).isEmpty();
  }

  @Test
  void filterThatAnswers500WithSendError_isAnEvent() {
    site.inner((request, response, chain) -> {
          try {
            chain.doFilter(request, response);
          } catch (IllegalStateException e) {
            request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, e);
            response.sendError(500);
          }
        })
        .servlet("/orders", (request, response) -> {
          throw new IllegalStateException("no stock");
        })
        .start();

    assertThat(site.get("/orders").statusCode()).isEqualTo(500);
    assertThat(site.event().message()).isEqualTo("no stock");
  }

  @Test
  void statusWithoutAnException_isNone() {
    site.servlet("/send", (request, response) -> response.sendError(500, "no"))
        .servlet("/set", (request, response) -> response.setStatus(503))
        .servlet("/sorry", (request, response) -> response.getWriter().print("sorry"))
        .errorPage(500, "/sorry")
        .start();

    assertThat(site.get("/send").body()).isEqualTo("sorry");
    assertThat(site.get("/set").statusCode()).isEqualTo(503);
    assertThat(site.events()).isEmpty();
  }

  @Test
  void errorPageThatFails_isAnEventOfItsOwn() {
    site.servlet("/orders", (request, response) -> {
          throw new IllegalStateException("no stock");
        })
        .servlet("/sorry", (request, response) -> {
          throw new IllegalArgumentException("no template");
        })
        .errorPage(500, "/sorry")
        .start();

    assertThat(site.get("/orders").statusCode()).isEqualTo(500);
    List<Event> events = site.events();
    assertThat(events)
        .extracting(Event::message)
        .containsExactlyInAnyOrder("no stock", "no template");
    Event second = events.get(events.get(0).message().equals("no stock") ? 1 : 0);
    assertThat(Site.http(second)).containsEntry("dispatcher", "ERROR");
  }
}
