package app.trackx.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExclusionsTest {
  private static final String BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

  private final Exclusions standard = new Exclusions(Exclusions.DEFAULTS);

  @ParameterizedTest
  @CsvSource({
    "/health, /health, true",
    "/health, /healthy, false",
    "/assets/*, /assets/a/b.css, true",
    "/assets/*, /assets, false",
    "*.css, /a/b.css, true",
    "*.css, /a/b.css/c, false",
    "/a*b*c, /aXbYc, true",
    "/a*b*c, /abc, true",
    "/a*b*c, /acb, false",
    "/a*a, /a, false",
    "*, anything, true",
    "**, anything, true",
    "/x*yx, /xyx, true",
    "/xy*yx, /xyx, false"
  })
  void star_standsForAnyCharacters(String pattern, String text, boolean matches) {
    assertThat(Exclusions.matches(pattern, text, false)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator/health", "/actuator/health/liveness", "/healthz", "/livez", "/readyz",
        "/favicon.ico", "/robots.txt", "/assets/app.js", "/logo.svg", "/fonts/a.woff2"
      })
  void standard_knowsHealthChecksAndStaticResources(String path) {
    assertThat(standard.match(path, BROWSER)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/orders/17", "/healthcare", "/css", "/report.html"})
  void standard_leavesPages(String path) {
    assertThat(standard.match(path, BROWSER)).isFalse();
    assertThat(standard.match(path, null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "kube-probe/1.31",
        "ELB-HealthChecker/2.0",
        "Mozilla/5.0 (compatible; Yahoo! Slurp)"
      })
  void standard_knowsCrawlers(String agent) {
    assertThat(standard.match("/", agent)).isTrue();
  }

  @Test
  void ownPatterns_replaceTheDefaults() {
    Exclusions own = new Exclusions(List.of("/internal/*", "agent: acme-*"));

    assertThat(own.match("/internal/x", BROWSER)).isTrue();
    assertThat(own.match("/", "ACME-Monitor/1")).isTrue();
    assertThat(own.match("/health", "Googlebot")).isFalse();
  }
}
