package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Exceptions that leave the chain. */
class ThrownTest {
  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void exception_isAnEvent() {
    site.servlet("/orders", (request, response) -> {
          throw new IllegalStateException("no stock");
        })
        .start();

    assertThat(site.get("/orders?page=2").statusCode()).isEqualTo(500);
    Event event = site.event();
    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(event.type()).isEqualTo(1);
    assertThat(event.uri()).isEqualTo(site.url("/orders"));
    assertThat(Site.http(event))
        .isEqualTo(Map.of(
            "method", "GET",
            "status", "500",
            "route", site.app.contextPath + "/orders",
            "dispatcher", "REQUEST"));
  }

  @Test
  void stack_endsAtTheFilter() {
    site.servlet("/orders", (request, response) -> {
          throw new IllegalStateException("no stock");
        })
        .start();
    site.get("/orders");

    Event event = site.event();
    assertThat(event.frames().get(0).callee()).contains("ThrownTest");
    assertThat(event.stack())
        .doesNotContain("org.apache.coyote")
        .doesNotContain("org.eclipse.jetty.server.Server")
        .doesNotContain("io.undertow.server.Connectors")
        .doesNotContain("Traffic");
  }

  @Test
  void exception_leavesAsItIs() {
    IllegalStateException failure = new IllegalStateException("no stock");
    site.servlet("/orders", (request, response) -> {
          throw failure;
        })
        .start();
    site.get("/orders");

    assertThat(site.event().message()).isEqualTo("no stock");
    assertThat(site.traffic.thrown).hasSize(1);
    assertThat(site.traffic.thrown.get(0)).isSameAs(failure);
    assertThat(failure.getSuppressed()).isEmpty();
    assertThat(failure.getCause()).isNull();
  }

  @Test
  void checkedExceptionsAndErrors_propagateUnchanged() {
    IOException unreadable = new IOException("no file");
    StackOverflowError deep = new StackOverflowError("too deep");
    site.servlet("/io", (request, response) -> {
          throw unreadable;
        })
        .servlet("/error", (request, response) -> {
          throw deep;
        })
        .start();
    site.get("/io");
    site.server.awaitEvents(1, Site.LONG);
    site.get("/error");

    assertThat(site.events()).extracting(Event::message).containsExactly("no file", "too deep");
    assertThat(site.traffic.thrown.get(0)).isSameAs(unreadable);
    Throwable second = site.traffic.thrown.get(1); // Tomcat wraps an Error for each filter
    assertThat(second instanceof ServletException ? second.getCause() : second).isSameAs(deep);
  }

  @Test
  void servletException_isUnwrapped() {
    site.servlet("/orders", (request, response) -> {
          throw new ServletException("wrapped", new IllegalArgumentException("no such order"));
        })
        .start();
    site.get("/orders");

    Event event = site.event();
    assertThat(event.name()).isEqualTo("java.lang.IllegalArgumentException");
    assertThat(event.message()).isEqualTo("no such order");
    assertThat(site.traffic.thrown.get(0)).isInstanceOf(ServletException.class);
  }

  @Test
  void answer_isAsWithoutTheFilter() {
    Handler page = (request, response) -> {
      response.setContentType("text/html;charset=utf-8");
      response
          .getWriter()
          .print("<h1>sorry: " + request.getAttribute("jakarta.servlet.error.message") + "</h1>");
    };
    Handler failing = (request, response) -> {
      response.setHeader("X-Order", "17");
      throw new IllegalStateException("no stock");
    };
    site.servlet("/orders", failing)
        .servlet("/sorry", page)
        .errorPage(500, "/sorry")
        .start();
    try (Site bare = new Site().withoutFilter()) {
      bare.servlet("/orders", failing)
          .servlet("/sorry", page)
          .errorPage(500, "/sorry")
          .start();
      HttpResponse<String> with = site.get("/orders");
      HttpResponse<String> without = bare.get("/orders");

      assertThat(with.statusCode()).isEqualTo(without.statusCode()).isEqualTo(500);
      assertThat(with.body()).isEqualTo(without.body()).contains("sorry");
      assertThat(with.headers().map().keySet())
          .isEqualTo(without.headers().map().keySet());
      site.event();
    }
  }

  @Test
  void committedAnswer_andThenAnException_isAnEvent() {
    site.servlet("/orders", (request, response) -> {
          response.getWriter().print("half");
          response.flushBuffer();
          throw new IllegalStateException("no stock");
        })
        .start();
    try {
      site.get("/orders");
    } catch (IllegalStateException brokenOff) {
      // some containers close the connection
    }

    assertThat(site.event().message()).isEqualTo("no stock");
  }

  @Test
  void sameInstanceInTwoRequests_isTwoFailures() {
    IllegalStateException constant = new IllegalStateException("no stock");
    site.servlet("/orders", (request, response) -> {
          throw constant;
        })
        .start();
    site.get("/orders");
    site.get("/orders");

    site.events();
    assertThat(site.client.diagnostics().captured()).isEqualTo(2);
  }

  @Test
  void requestWithoutAnError_isNone() {
    site.servlet("/orders", (request, response) -> response.getWriter().print("17"))
        .start();

    assertThat(site.get("/orders").body()).isEqualTo("17");
    assertThat(site.get("/unknown").statusCode()).isEqualTo(404);
    assertThat(site.events()).isEmpty();
  }
}
