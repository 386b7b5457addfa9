package app.trackx.servlet;

import static app.trackx.servlet.TrackXFilterTest.chain;
import static app.trackx.servlet.TrackXFilterTest.started;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlResponseTest {
  private static final String ENDPOINT = "https://api.example.com/v1/abcdefghij1";
  private static final String REPORT = ENDPOINT + "/report";
  private static final String CSP = "Content-Security-Policy-Report-Only";

  private final FakeResponse fake = new FakeResponse();
  private final HttpServletResponse response = (HttpServletResponse)
      HtmlResponse.around(fake.response(), reports(ENDPOINT, "default-src 'self'; "));

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "Text/HTML;charset=UTF-8", "application/xhtml+xml"})
  void html_hasTheHeaders(String type) {
    response.setContentType(type);

    assertThat(fake.headers.get("Reporting-Endpoints"))
        .containsExactly("trackx=\"" + REPORT + "\"");
    assertThat(fake.headers.get("Report-To"))
        .containsExactly("{\"group\":\"trackx\",\"max_age\":86400,\"endpoints\":[{\"url\":\""
            + REPORT + "\"}]}");
    assertThat(fake.headers.get("NEL"))
        .containsExactly("{\"report_to\":\"trackx\",\"max_age\":86400}");
    assertThat(fake.headers.get(CSP))
        .containsExactly("default-src 'self'; report-uri " + REPORT + "; report-to trackx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "text/htmlx"})
  void otherTypes_haveNone(String type) {
    response.setContentType(type);
    response.setContentType(null);

    assertThat(fake.headers).doesNotContainKeys("Report-To", "NEL");
  }

  @Test
  void typeSetAsHeader_counts() {
    response.setHeader("content-type", "text/html");
    assertThat(fake.headers).containsKey("NEL");

    response.reset();
    response.addHeader("Content-Type", "text/html");
    assertThat(fake.headers).containsKey("NEL");
  }

  @Test
  void headerOfTheApplication_setBefore_stays() {
    response.setHeader("NEL", "{}");
    response.addHeader("Report-To", "own");
    response.setContentType("text/html");

    assertThat(fake.headers.get("NEL")).containsExactly("{}");
    assertThat(fake.headers.get("Report-To")).containsExactly("own");
    assertThat(fake.headers).containsKey("Reporting-Endpoints");
  }

  @Test
  void headerOfTheApplication_setAfter_takesThePlace() {
    response.setContentType("text/html");
    response.setHeader("nel", "{}");
    response.addHeader("Report-To", "own");
    response.addHeader("Report-To", "second");
    response.addHeader("X-Other", "1");
    response.setContentType("text/html;charset=UTF-8");

    assertThat(fake.headers.get("NEL")).containsExactly("{}");
    assertThat(fake.headers.get("Report-To")).containsExactly("own", "second");
    assertThat(fake.headers.get("X-Other")).containsExactly("1");
  }

  @Test
  void reset_removesThem_untilItIsHtmlAgain() {
    response.setContentType("text/html");
    response.reset();
    assertThat(fake.headers).isEmpty();
    response.setContentType("application/json");
    assertThat(fake.headers).doesNotContainKey("NEL");

    response.setContentType("text/html");
    assertThat(fake.headers).containsKey("NEL");
  }

  @Test
  void htmlThatBecomesSomethingElse_hasNone() {
    response.setContentType("text/html");
    response.setContentType("application/json");

    assertThat(fake.headers).containsOnlyKeys("Content-Type");
  }

  @Test
  void includeOrAnswerUnderWay_isLeftAlone() {
    fake.included = true;
    response.setContentType("text/html");
    fake.included = false;
    fake.committed = true;
    response.setContentType("text/html");

    assertThat(fake.headers).containsOnlyKeys("Content-Type");
  }

  @Test
  void containerThatThrows_changesNothing() {
    HttpServletResponse throwing =
        FakeRequest.proxy(HttpServletResponse.class, (name, arguments) -> {
          if (name.equals("isCommitted")) {
            throw new IllegalStateException("recycled");
          }
          return null;
        });
    ((HttpServletResponse) HtmlResponse.around(throwing, reports(ENDPOINT, null)))
        .setContentType("text/html");
  }

  @Test
  void responseThatHasThem_isNotWrappedTwice_andOneThatIsNotOfHttpNotAtAll() {
    ServletResponse plain = FakeRequest.proxy(ServletResponse.class, (name, arguments) -> null);
    ReportHeaders reports = reports(ENDPOINT, null);

    assertThat(HtmlResponse.around(response, reports)).isSameAs(response);
    assertThat(HtmlResponse.around(plain, reports)).isSameAs(plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {ENDPOINT + "/", ENDPOINT + "/event", " " + ENDPOINT + " "})
  void endpoint_inAnyForm(String endpoint) {
    ReportHeaders reports = reports(endpoint, null);

    assertThat(reports.value(0)).isEqualTo("trackx=\"" + REPORT + "\"");
    assertThat(reports.count()).isEqualTo(3);
  }

  @Test
  void policyThatNoHeaderCanHold_isLeftOut() {
    assertThat(reports(ENDPOINT, "default-src\r\nX-Evil: 1").count()).isEqualTo(3);
    assertThat(reports(ENDPOINT, " ; ").count()).isEqualTo(3);
  }

  @Test
  void withoutEndpoint_orWithAnUnsafeOne_areOff() {
    assertThat(reports(null, null)).isNull();
    assertThat(reports("https://h/\"/v1/abcdefghij1", null)).isNull();
  }

  @Test
  void filter_addsThem_onlyIfAsked() throws Exception {
    for (boolean on : List.of(true, false)) {
      FakeRequest request = new FakeRequest();
      TrackXFilter filter = started(TrackXFilter.builder()
          .endpoint("http://127.0.0.1:9/v1/abcdefghij1")
          .sessions(Sessions.OFF)
          .browserReports(on));
      filter.doFilter(
          request.request(),
          request.answer.response(),
          chain((ignored, answer) -> answer.setContentType("text/html")));
      filter.destroy();

      assertThat(request.answer.headers.containsKey("NEL")).isEqualTo(on);
    }
  }

  private static ReportHeaders reports(String endpoint, String policy) {
    FilterOptions options = new FilterOptions();
    options.browserReports = BrowserReports.TO_SERVER;
    options.endpoint = endpoint;
    options.cspReportOnly = policy;
    return ReportHeaders.of(options, null);
  }
}
