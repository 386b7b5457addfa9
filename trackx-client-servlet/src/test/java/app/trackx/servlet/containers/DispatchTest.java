package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.servlet.TrackXFilter;
import jakarta.servlet.ServletException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A failure is one event, regardless of how often the filter sees it. */
class DispatchTest {
  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private static final Handler FAILING = (request, response) -> {
    throw new IllegalStateException("no stock");
  };

  @Test
  void forward_isOneEvent_ofThePageThatWasAskedFor() {
    site.servlet(
            "/orders",
            (request, response) ->
                request.getRequestDispatcher("/stock").forward(request, response))
        .servlet("/stock", FAILING)
        .start();
    site.get("/orders");

    Event event = site.event();
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(event.uri()).isEqualTo(site.url("/orders"));
    assertThat(site.client.diagnostics().captured()).isEqualTo(1);
  }

  @Test
  void include_isOneEvent() {
    site.servlet(
            "/orders",
            (request, response) ->
                request.getRequestDispatcher("/stock").include(request, response))
        .servlet("/stock", FAILING)
        .start();
    site.get("/orders");

    assertThat(site.event().uri()).isEqualTo(site.url("/orders"));
    assertThat(site.client.diagnostics().captured()).isEqualTo(1);
  }

  @Test
  void errorPage_addsNone() {
    site.servlet("/orders", FAILING)
        .servlet("/sorry", (request, response) -> response.getWriter().print("sorry"))
        .errorPage(IllegalStateException.class, "/sorry")
        .start();

    assertThat(site.get("/orders").body()).isEqualTo("sorry");
    assertThat(Site.http(site.event())).containsEntry("dispatcher", "REQUEST");
    assertThat(site.client.diagnostics().captured()).isEqualTo(1);
  }

  @Test
  void sameFailureInNewWrappings_isOneEvent() {
    site.inner((request, response, chain) -> {
          try {
            chain.doFilter(request, response);
          } catch (IllegalStateException e) {
            throw new ServletException("wrapped", e);
          }
        })
        .servlet(
            "/orders",
            (request, response) ->
                request.getRequestDispatcher("/stock").forward(request, response))
        .servlet("/stock", FAILING)
        .start();
    site.get("/orders");

    assertThat(site.event().name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(site.client.diagnostics().captured()).isEqualTo(1);
  }

  @Test
  void twoFiltersInOneChain_areOneEvent() {
    TrackXFilter second = TrackXFilter.builder().client(site.client).build();
    site.with(context -> Site.addFilter(context, "second", second))
        .servlet("/orders", FAILING)
        .start();
    site.get("/orders");

    site.event();
    assertThat(site.client.diagnostics().captured()).isEqualTo(1);
  }

  @Test
  void includeThatIsCaught_isOneEventAtMost() {
    site.servlet("/orders", (request, response) -> {
          try {
            request.getRequestDispatcher("/stock").include(request, response);
          } catch (RuntimeException e) {
            response.getWriter().print("out of stock");
          }
        })
        .servlet("/stock", FAILING)
        .start();

    assertThat(site.get("/orders").body()).isEqualTo("out of stock");
    assertThat(site.events()).hasSizeLessThanOrEqualTo(1); // it left the chain of the include
  }

  @Test
  void routeThatTheApplicationNames_isTheEventsUri() {
    site.servlet("/orders/*", (request, response) -> {
          request.setAttribute(TrackXFilter.ROUTE, "/orders/{id}");
          throw new IllegalStateException("no stock");
        })
        .start();
    site.get("/orders/17");

    Event event = site.event();
    assertThat(event.uri()).isEqualTo(site.url("/orders/{id}"));
    assertThat(Site.http(event)).containsEntry("route", site.app.contextPath + "/orders/{id}");
  }

  @Test
  void routeOfSpring_isTheEventsUri() {
    site.servlet("/", (request, response) -> {
          request.setAttribute(
              "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern", "/parts/{no}");
          throw new IllegalStateException("no stock");
        })
        .start();
    site.get("/parts/17");

    assertThat(site.event().uri()).isEqualTo(site.url("/parts/{no}"));
  }

  @Test
  void routeOfTheMapping_hidesThePath() {
    site.servlet("/orders/*", FAILING).start();
    site.get("/orders/secret-17");

    Event event = site.event();
    assertThat(event.uri()).isEqualTo(site.url("/orders/*"));
    assertThat(event.json()).doesNotContain("secret-17");
  }
}
