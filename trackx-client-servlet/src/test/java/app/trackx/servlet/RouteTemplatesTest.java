package app.trackx.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTemplatesTest {
  private final RouteTemplates routes = new RouteTemplates(null);

  private void learn(String... templates) {
    for (String template : templates) {
      FakeRequest fake = new FakeRequest();
      fake.contextPath = "/shop";
      fake.attributes.put(TrackXFilter.ROUTE, template);
      routes.learn(fake.request());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/shop/orders/4711, /shop/orders/{id}",
    "/shop/orders/new, /shop/orders/new",
    "/shop/users/bob/orders/7, /shop/users/{name}/orders/{id:[0-9]+}",
    "/shop/files/a/b/c.pdf, /shop/files/**",
    "/shop/api/x/y, /shop/api/*",
    "/shop/a/b.do, /shop/a/*.do",
    "/shop/a/b.jsp, /shop/a/b.jsp",
    "/shop/orders, /shop/orders",
    "/shop/orders/4711/items, /shop/orders/{id}/items"
  })
  void learnedTemplate_mostLiteralFirst(String path, String route) {
    learn(
        "/orders/{id}",
        "/orders/new",
        "/users/{name}/orders/{id:[0-9]+}",
        "/files/**",
        "/api/*",
        "/a/*.do",
        "/orders");

    assertThat(routes.of(path)).isEqualTo(route);
  }

  @ParameterizedTest
  @CsvSource({
    "/orders/4711, /orders/{id}",
    "/orders/a81bc81b-dead-4e5d-abff-90865d1e13b1/items, /orders/{id}/items",
    "/users/bob@example.com, /users/{id}",
    "/users/bob%40example.com, /users/{id}",
    "/reset/eyJhbGciOiJIUzI1NiJ9, /reset/{id}",
    "/reset/abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrst, /reset/{id}",
    "/static/app-3f2a1b9c.js, /static/app-3f2a1b9c.js",
    "/static/bob@example.com.png, /static/{id}",
    "/docs/4711.pdf, /docs/{id}",
    "/api/v1/orders, /api/v1/orders",
    "/home/news/, /home/news/",
    "/, /"
  })
  void unknownPath_hasItsIdsReplaced(String path, String route) {
    assertThat(routes.of(path)).isEqualTo(route);
  }

  @Test
  void mappingOfAServlet_standsInForATemplate() {
    ServletRegistration one = FakeRequest.proxy(
        ServletRegistration.class,
        (name, arguments) ->
            List.of("/reports/*", "/reports/daily/*", "/", "/*", "*.do", "/exact"));
    ServletContext context = FakeRequest.proxy(
        ServletContext.class,
        (name, arguments) -> name.equals("getContextPath") ? "/shop2" : Map.of("one", one));
    RouteTemplates withServlets = new RouteTemplates(context);

    assertThat(withServlets.of("/shop2/reports/bob")).isEqualTo("/shop2/reports/*");
    assertThat(withServlets.of("/shop2/reports")).isEqualTo("/shop2/reports/*");
    assertThat(withServlets.of("/shop2/reports/daily/bob")).isEqualTo("/shop2/reports/daily/*");
    assertThat(withServlets.of("/shop2/exact")).isEqualTo("/shop2/exact");
    assertThat(withServlets.of("/shop2/other/7")).isEqualTo("/shop2/other/{id}");
    assertThat(withServlets.of("/reports/bob")).isEqualTo("/reports/bob");
  }

  @Test
  void containerThatRefusesItsMappings_isNoFailure() {
    FakeContext context = new FakeContext();
    context.untold.add("getServletRegistrations");

    assertThat(new RouteTemplates(context.context()).of("/a/7")).isEqualTo("/a/{id}");
  }

  @Test
  void pathsAndFailures_areNotLearned_andTemplatesAreBounded() {
    FakeRequest path = new FakeRequest();
    routes.learn(path.request()); // /orders/17 without a template
    path.broken = new IllegalStateException();
    routes.learn(path.request());
    assertThat(routes.of("/orders/18")).isEqualTo("/orders/{id}");

    for (int i = 0; i <= RouteTemplates.MOST; i++) {
      learn("/r" + i + "/{x}");
    }
    assertThat(routes.of("/shop/r7/a")).isEqualTo("/shop/r7/{x}");
    assertThat(routes.of("/shop/r" + RouteTemplates.MOST + "/a")).isEqualTo("/shop/{id}/a");
  }
}
