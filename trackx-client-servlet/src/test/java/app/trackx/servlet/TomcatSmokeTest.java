package app.trackx.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That the filter works in a container at all; there are tests of its own for each of them. */
@Timeout(120)
class TomcatSmokeTest {
  @TempDir
  Path directory;

  @Test
  void failures_ofAServlet_ofAsynchronousWork_andTimeouts_arriveOnce() throws Exception {
    Recorder recorder = new Recorder();
    Tomcat tomcat = tomcat(recorder.server.endpoint());
    try {
      int port = tomcat.getConnector().getLocalPort();
      assertThat(get(port, "/fail/17?token=4711")).isEqualTo(500);
      assertThat(get(port, "/slow/timeout")).isEqualTo(500);
      assertThat(get(port, "/slow/dispatch")).isEqualTo(500);
      assertThat(get(port, "/fine/")).isEqualTo(200);
      Recorder.until(() -> recorder.server.events().size() >= 3);
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }

    List<Event> events = recorder.server.events();
    assertThat(events)
        .extracting(Event::message)
        .containsExactlyInAnyOrder(
            "boom", "asynchronous processing timed out: GET /slow/*", "dispatched");
    Event first = events.get(0);
    assertThat(first.uri()).endsWith("/fail/*").startsWith("http://localhost:");
    assertThat(first.meta().get("http"))
        .isEqualTo(
            Map.of("method", "GET", "status", 500L, "route", "/fail/*", "dispatcher", "REQUEST"));
    assertThat(first.stack()).contains("doGet").doesNotContain("catalina", "HttpServlet.service");
    assertThat(recorder.server.sessions()).hasSize(1);
    recorder.close();
  }

  private Tomcat tomcat(String endpoint) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(directory.toString());
    tomcat.setPort(0);
    tomcat.setSilent(true);
    Context context = tomcat.addContext("", directory.toString());
    context.addParameter("trackx.endpoint", endpoint);
    context.addServletContainerInitializer(new TrackXInitializer(), Set.of());
    serve(context, "/fail/*", new Failing());
    serve(context, "/slow/*", new Slow());
    serve(context, "/fine/*", new HttpServlet() {
      @Override
      protected void doGet(HttpServletRequest request, HttpServletResponse response)
          throws IOException {
        response.getWriter().print("ok");
      }
    });
    tomcat.getConnector();
    tomcat.start();
    return tomcat;
  }

  private static void serve(Context context, String pattern, HttpServlet servlet) {
    Wrapper wrapper = Tomcat.addServlet(context, pattern, servlet);
    wrapper.setAsyncSupported(true);
    context.addServletMappingDecoded(pattern, pattern);
  }

  private static int get(int port, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .timeout(Recorder.PATIENCE)
        .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .statusCode();
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
