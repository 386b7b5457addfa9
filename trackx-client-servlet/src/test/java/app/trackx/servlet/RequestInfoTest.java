package app.trackx.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestInfoTest {
  private final FakeRequest fake = new FakeRequest();

  @ParameterizedTest
  @CsvSource({
    "https, shop.example.com, 443, https://shop.example.com/orders/17",
    "https, shop.example.com, 8443, https://shop.example.com:8443/orders/17",
    "http, localhost, 80, http://localhost/orders/17",
    "http, localhost, 8080, http://localhost:8080/orders/17",
    "http, ::1, 8080, http://[::1]:8080/orders/17",
    "http, [::1], -1, http://[::1]/orders/17"
  })
  void uri_isSchemeHostAndRoute(String scheme, String host, int port, String uri) {
    fake.scheme = scheme;
    fake.host = host;
    fake.port = port;

    assertThat(info().uri()).isEqualTo(uri);
  }

  @Test
  void meta_isMethodStatusRouteAndDispatcher() {
    assertThat(info().meta(503))
        .isEqualTo(
            Map.of("method", "GET", "status", 503, "route", "/orders/17", "dispatcher", "REQUEST"));
  }

  @Test
  void methodThatIsNone_isLeftOut() {
    fake.method = "X".repeat(33);

    assertThat(info().meta(500)).doesNotContainKey("method");
  }

  @Test
  void template_onlyForTemplateRoutes() {
    assertThat(info().template()).isNull();
    fake.attributes.put(TrackXFilter.ROUTE, "/orders/{id}");

    assertThat(info().template()).isEqualTo("GET /orders/{id}");
  }

  @Test
  void requestThatIsGone_isUnknown() {
    fake.broken = new IllegalStateException("recycled");

    assertThat(info().uri()).isNull();
    assertThat(info().template()).isNull();
    assertThat(info().meta(500)).isEqualTo(Map.of("status", 500));
  }

  private RequestInfo info() {
    return RequestInfo.of(fake.request());
  }
}
