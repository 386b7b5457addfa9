package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Headers that make browsers report to the project. */
class BrowserReportsTest {
  private static final String CSP = "Content-Security-Policy-Report-Only";

  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private BrowserReportsTest on() {
    site.filter.endpoint(site.server.endpoint()).browserReports(true);
    return this;
  }

  private HttpResponse<String> page(Handler handler) {
    site.servlet("/page", handler).start();
    return site.get("/page");
  }

  private static final Handler HTML = (request, response) -> {
    response.setContentType("text/html;charset=utf-8");
    response.getWriter().print("<p>hello</p>");
  };

  private static List<String> all(HttpResponse<String> answer, String name) {
    return answer.headers().allValues(name);
  }

  private void assertReporting(HttpResponse<String> answer) {
    String url = site.server.endpoint() + "/report";
    assertThat(all(answer, "Reporting-Endpoints")).containsExactly("trackx=\"" + url + "\"");
    assertThat(all(answer, "Report-To"))
        .singleElement()
        .asString()
        .contains("\"group\":\"trackx\"", "\"url\":\"" + url + "\"", "\"max_age\":");
    assertThat(all(answer, "NEL")).singleElement().asString().contains("\"report_to\":\"trackx\"");
  }

  private static void assertNotReporting(HttpResponse<String> answer) {
    assertThat(answer.headers().map())
        .doesNotContainKeys("reporting-endpoints", "report-to", "nel")
        .doesNotContainKeys(CSP.toLowerCase(Locale.ROOT));
  }

  @Test
  void off_byDefault() {
    site.filter.endpoint(site.server.endpoint());

    assertNotReporting(page(HTML));
  }

  @Test
  void html_hasThem() {
    HttpResponse<String> answer = on().page(HTML);

    assertReporting(answer);
    assertThat(all(answer, CSP)).isEmpty();
    assertThat(answer.body()).isEqualTo("<p>hello</p>");
  }

  @Test
  void otherContent_hasNone() {
    assertNotReporting(on().page((request, response) -> {
      response.setContentType("application/json");
      response.getWriter().print("{}");
    }));
  }

  @Test
  void contentTypeAsAHeader_counts() {
    assertReporting(on().page((request, response) -> {
      response.setHeader("Content-Type", "text/html");
      response.getOutputStream().write("<p>hello</p>".getBytes(StandardCharsets.UTF_8));
    }));
  }

  @Test
  void noContentType_hasNone() {
    assertNotReporting(on().page((request, response) -> response.getWriter().print("hello")));
  }

  @Test
  void csp_ifConfigured() {
    site.filter.cspReportOnly("default-src 'self'");
    HttpResponse<String> answer = on().page(HTML);

    assertReporting(answer);
    assertThat(all(answer, CSP))
        .singleElement()
        .asString()
        .startsWith("default-src 'self'; ")
        .contains("report-to trackx", "report-uri " + site.server.endpoint() + "/report");
  }

  @Test
  void headerSetBefore_stays() {
    HttpResponse<String> answer = on().page((request, response) -> {
      response.setHeader("Report-To", "own");
      HTML.handle(request, response);
    });

    assertThat(all(answer, "Report-To")).containsExactly("own");
  }

  @Test
  void headerSetAfter_wins() {
    HttpResponse<String> answer = on().page((request, response) -> {
      response.setContentType("text/html");
      response.setHeader("Report-To", "own");
      response.addHeader("NEL", "first");
      response.addHeader("NEL", "second");
      response.getWriter().print("<p>hello</p>");
    });

    assertThat(all(answer, "Report-To")).containsExactly("own");
    assertThat(all(answer, "NEL")).containsExactly("first", "second");
  }

  @Test
  void headerSetByAnOuterFilter_stays() {
    site.app.initializers.add((classes, context) -> context
        .addFilter("own", (Around) (request, response, chain) -> {
          response.setHeader("Reporting-Endpoints", "own=\"https://r.example.com\"");
          chain.doFilter(request, response);
        })
        .addMappingForUrlPatterns(null, false, "/*"));
    HttpResponse<String> answer = on().page(HTML);

    assertThat(all(answer, "Reporting-Endpoints")).containsExactly("own=\"https://r.example.com\"");
  }

  @Test
  void reset_removesThem_andHtmlAddsThemAgain() {
    assertReporting(on().page((request, response) -> {
      response.setContentType("text/html");
      response.reset();
      HTML.handle(request, response);
    }));
  }

  @Test
  void resetToOtherContent_hasNone() {
    assertNotReporting(on().page((request, response) -> {
      response.setContentType("text/html");
      response.reset();
      response.setContentType("text/plain");
      response.getWriter().print("hello");
    }));
  }

  @Test
  void include_leavesThePageAsItIs() {
    on();
    site.servlet("/part", HTML);
    HttpResponse<String> answer = page((request, response) -> {
      response.setContentType("text/html");
      response.setHeader("NEL", "own");
      request.getRequestDispatcher("/part").include(request, response);
    });

    assertThat(answer.body()).isEqualTo("<p>hello</p>");
    assertThat(all(answer, "NEL")).containsExactly("own");
    assertThat(all(answer, "Report-To")).hasSize(1);
  }

  @Test
  void includeOfHtmlIntoPlainText_addsNone() {
    on();
    site.servlet("/part", HTML);

    HttpResponse<String> answer = page((request, response) -> {
      response.setContentType("text/plain");
      request.getRequestDispatcher("/part").include(request, response);
    });

    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertNotReporting(answer);
  }

  @Test
  void sendError_withAPageOfItsOwn_hasThem() {
    on();
    site.servlet("/sorry", HTML).errorPage(404, "/sorry");
    HttpResponse<String> answer = page((request, response) -> response.sendError(404));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertReporting(answer);
  }

  @Test
  void committedAnswer_isLeftAlone() {
    HttpResponse<String> answer = on().page((request, response) -> {
      response.setContentType("text/plain");
      response.getWriter().print("hello");
      response.flushBuffer();
      response.setContentType("text/html");
    });

    assertNotReporting(answer);
    assertThat(answer.body()).isEqualTo("hello");
  }

  @Test
  void forward_addsThemOnce() {
    on();
    site.servlet("/part", HTML);

    assertReporting(page(
        (request, response) -> request.getRequestDispatcher("/part").forward(request, response)));
  }
}
