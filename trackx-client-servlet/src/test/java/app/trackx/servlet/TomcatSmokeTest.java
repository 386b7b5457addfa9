package app.trackx.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.testing.Waiting;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A smoke test in one container; each container also has its own tests. */
@Timeout(120)
class TomcatSmokeTest {
  @TempDir
  Path directory;

  @Test
  void failures_ofAServlet_ofAsynchronousWork_andTimeouts_arriveOnce() throws Exception {
    Recorder recorder = new Recorder();
    try (LocalTomcat tomcat = tomcat(recorder.server.endpoint())) {
      assertThat(tomcat.get("/fail/17?token=4711")).isEqualTo(500);
      assertThat(tomcat.get("/slow/timeout")).isEqualTo(500);
      assertThat(tomcat.get("/slow/dispatch")).isEqualTo(500);
      assertThat(tomcat.get("/fine/")).isEqualTo(200);
      Waiting.until(() -> recorder.server.events().size() >= 3);
    }

    List<Event> events = recorder.server.events();
    assertThat(events)
        .extracting(Event::message)
        .containsExactlyInAnyOrder(
            "boom", "asynchronous processing timed out: GET /slow/*", "dispatched");
    Event first = events.get(0);
    assertThat(first.uri()).endsWith("/fail/*").startsWith("http://localhost:");
    assertThat(first.meta().get("http"))
        .isEqualTo(Map.of(
            "method",
            "GET",
            "status",
            500L,
            "route",
            "/fail/*",
            "dispatcher",
            "REQUEST",
            "wrapper",
            "wrapped"));
    assertThat(first.stack()).contains("doGet").doesNotContain("catalina", "HttpServlet.service");
    assertThat(recorder.server.sessions()).hasSize(1);
    recorder.close();
  }

  private LocalTomcat tomcat(String endpoint) throws Exception {
    return new LocalTomcat(directory, "", endpoint)
        .serve("/fail/*", new Failing())
        .serve("/slow/*", new Slow())
        .serve("/fine/*", new HttpServlet() {
          @Override
          protected void doGet(HttpServletRequest request, HttpServletResponse response)
              throws IOException {
            response.getWriter().print("ok");
          }
        })
        .start();
  }

  private static final class Failing extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws ServletException {
      throw new ServletException("wrapped", new IllegalStateException("boom"));
    }
  }

  private static final class Slow extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      if (request.getAttribute("dispatched") != null) {
        throw new IllegalStateException("dispatched");
      }
      AsyncContext context = request.startAsync();
      context.setTimeout(request.getPathInfo().equals("/timeout") ? 100 : 60_000);
      if (request.getPathInfo().equals("/dispatch")) {
        request.setAttribute("dispatched", true);
        context.dispatch();
      }
    }
  }
}
