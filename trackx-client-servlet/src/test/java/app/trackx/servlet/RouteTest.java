package app.trackx.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.MappingMatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {
  private static final String SPRING =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private final FakeRequest fake = new FakeRequest();

  @Test
  void named_byTheApplication_goesFirst() {
    fake.attributes.put(TrackXFilter.ROUTE, "orders/{number}");
    fake.attributes.put(SPRING, "/orders/{id}");
    fake.contextPath = "/shop";

    assertThat(route().path()).isEqualTo("/shop/orders/{number}");
    assertThat(route().isTemplate()).isTrue();
  }

  @Test
  void springsPattern_goesBeforeTheMapping_andKeepsThePathOfItsServlet() {
    fake.attributes.put(SPRING, new StringBuilder("/orders/{id}")); // an object, as in Spring
    assertThat(route().path()).isEqualTo("/orders/{id}");

    fake.mapping = FakeRequest.mapping(MappingMatch.PATH, "/app/*");
    assertThat(route().path()).isEqualTo("/app/orders/{id}");
  }

  @Test
  void resourceOfJaxRs_isTheTemplate_afterTheMappingOfItsServlet() {
    fake.attributes.put(Route.JAX_RS, "/items/{item}");
    fake.mapping = FakeRequest.mapping(MappingMatch.PATH, "/api/*");

    assertThat(route().path()).isEqualTo("/api/items/{item}");
    assertThat(route().isTemplate()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"/api, /17, /api/*, /api", "'', /17, , ''", "/orders, , , ''", " , , , ''"})
  void containerOfServlet31_isGuessed(
      String servletPath, String pathInfo, String pattern, String prefix) {
    ServletMapping inferred = ServletMapping.inferred(servletPath, pathInfo);

    assertThat(inferred.pattern()).isEqualTo(pattern);
    assertThat(inferred.prefix()).isEqualTo(prefix);
  }

  @Test
  void containerOfServlet31_hasNoMapping() {
    fake.withoutMapping = true;
    assertThat(route().path()).isEqualTo("/orders/*");

    fake.dispatcher = DispatcherType.ASYNC;
    assertThat(route().path()).isEqualTo("/orders/17");
  }

  @ParameterizedTest
  @CsvSource({
    "EXACT, /orders, /orders, true",
    "PATH, /orders/*, /orders/*, true",
    "EXTENSION, *.jsp, /*.jsp, true",
    "PATH, /*, /orders/17, false",
    "DEFAULT, /, /orders/17, false",
    "CONTEXT_ROOT, '', /orders/17, false"
  })
  void mapping_ifSpecific_elseThePath(
      MappingMatch match, String pattern, String route, boolean template) {
    fake.mapping = FakeRequest.mapping(match, pattern);

    assertThat(route().path()).isEqualTo(route);
    assertThat(route().isTemplate()).isEqualTo(template);
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b;jsessionid=4711, /a/b",
    "/a;x=1/b;y=2/c, /a/b/c",
    "/a?b=c, /a",
    "/a#b, /a",
    "/a%40b, /a%40b",
    "'', ''"
  })
  void path_hasNoParametersAndNoQuery(String uri, String route) {
    fake.uri = uri;

    assertThat(route().path()).isEqualTo(route);
  }

  @Test
  void errorDispatch_isOfTheRequestThatFailed() {
    fake.dispatcher = DispatcherType.ERROR;
    fake.uri = "/error";
    fake.mapping = FakeRequest.mapping(MappingMatch.EXACT, "/error");
    fake.attributes.put("jakarta.servlet.error.request_uri", "/orders/17;jsessionid=1");
    assertThat(route().path()).isEqualTo("/orders/17");

    fake.attributes.put(
        "jakarta.servlet.forward.mapping", FakeRequest.mapping(MappingMatch.PATH, "/orders/*"));
    assertThat(route().path()).isEqualTo("/orders/*");
  }

  @Test
  void forwardAndAsyncDispatch_areOfTheFirstRequest() {
    fake.uri = "/view";
    fake.attributes.put("jakarta.servlet.forward.request_uri", "/orders/17");
    fake.dispatcher = DispatcherType.FORWARD;
    assertThat(route().path()).isEqualTo("/orders/17");

    fake.dispatcher = DispatcherType.ASYNC;
    assertThat(route().path()).isEqualTo("/view");
    fake.attributes.put("jakarta.servlet.async.request_uri", "/slow/17");
    assertThat(route().path()).isEqualTo("/slow/17");
    fake.attributes.put(
        "jakarta.servlet.async.mapping", FakeRequest.mapping(MappingMatch.PATH, "/slow/*"));
    assertThat(route().path()).isEqualTo("/slow/*");
  }

  @Test
  void nothingKnown_isNone() {
    fake.uri = null;
    fake.mapping = null;
    fake.contextPath = null;

    assertThat(route()).isNull();
  }

  private Route route() {
    return Route.of(fake.request(), fake.dispatcher);
  }
}
