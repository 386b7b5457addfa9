package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import app.trackx.servlet.Sessions;
import app.trackx.servlet.TrackXFilter;
import app.trackx.servlet.TrackXInitializer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The three ways to register the filter. */
class RegistrationTest {
  private static final String FAILING_FILTER =
      "<filter><filter-name>fails</filter-name><filter-class>" + FailingFilter.class.getName()
          + "</filter-class></filter><filter-mapping><filter-name>fails</filter-name>"
          + "<url-pattern>/fails</url-pattern></filter-mapping>";

  private final Site site = new Site();
  private Container.Deployed deployed;

  @AfterEach
  void close() throws Exception {
    System.clearProperty("trackx.endpoint");
    TrackX.close();
    stop();
    site.close();
  }

  /** Returns all events of the application, once there are at least so many. */
  private List<Event> events(int count) throws Exception {
    site.server.awaitEvents(count, Site.LONG);
    stop();
    return site.server.events();
  }

  /** Stops the application, which sends pending events. */
  private void stop() throws Exception {
    if (deployed != null) {
      deployed.undeploy();
      deployed = null;
    }
  }

  private void deploy(War war) throws Exception {
    deployed = Container.shared().deploy(war.at(site.app.contextPath));
  }

  private static War shop() throws IOException {
    return War.of(ShopInitializer.class, ShopServlet.class, FailingFilter.class, Around.class);
  }

  private static String declared(String endpoint) {
    return "<filter><filter-name>trackx</filter-name><filter-class>"
        + TrackXFilter.class.getName()
        + "</filter-class><async-supported>true</async-supported><init-param><param-name>endpoint"
        + "</param-name><param-value>" + endpoint + "</param-value></init-param></filter>"
        + "<filter-mapping><filter-name>trackx</filter-name><url-pattern>/*</url-pattern>"
        + "<dispatcher>REQUEST</dispatcher><dispatcher>ERROR</dispatcher>"
        + "<dispatcher>ASYNC</dispatcher></filter-mapping>";
  }

  @Test
  void jarInWebInfLib_withAContextParameter() throws Exception {
    deploy(shop().withTrackX().parameter("trackx.endpoint", site.server.endpoint()));
    assertThat(site.get("/loader").body()).endsWith(" true");
    assertThat(site.get("/filters").body()).isEqualTo("1");
    assertThat(site.get("/orders").statusCode()).isEqualTo(500);

    assertThat(events(1)).extracting(Event::message).containsExactly("no stock");
  }

  @Test
  void jarOnTheClassPathOfTheContainer_withAContextParameter() throws Exception {
    deploy(shop().parameter("trackx.endpoint", site.server.endpoint()));
    assertThat(site.get("/filters").body()).isEqualTo("1");
    site.get("/orders");

    assertThat(events(1)).hasSize(1);
  }

  @Test
  void systemProperty_isEnough() throws Exception {
    System.setProperty("trackx.endpoint", site.server.endpoint());
    deploy(shop().withTrackX());
    site.get("/orders");

    assertThat(events(1)).hasSize(1);
  }

  @Test
  void withoutAnEndpoint_nothingIsRegistered() throws Exception {
    deploy(shop().withTrackX());

    assertThat(site.get("/filters").body()).isEqualTo("0");
    assertThat(site.get("/orders").statusCode()).isEqualTo(500);
  }

  @Test
  void initializer_goesInFrontOfTheFiltersOfWebXml() throws Exception {
    assumeTrue(Container.shared().readsWebXml());
    deploy(shop()
        .withTrackX()
        .parameter("trackx.endpoint", site.server.endpoint())
        .declaring(FAILING_FILTER));
    site.get("/fails");

    assertThat(events(1)).extracting(Event::message).containsExactly("not even a servlet");
  }

  @Test
  void webXml_declaresIt() throws Exception {
    assumeTrue(Container.shared().readsWebXml());
    deploy(shop().withTrackX().declaring(declared(site.server.endpoint()) + FAILING_FILTER));
    site.get("/orders");
    site.get("/fails");

    assertThat(events(2)).hasSize(2);
  }

  @Test
  void webXmlAndContextParameter_areOneFilter() throws Exception {
    assumeTrue(Container.shared().readsWebXml());
    deploy(shop()
        .withTrackX()
        .parameter("trackx.endpoint", site.server.endpoint())
        .declaring(declared(site.server.endpoint())));
    assertThat(site.get("/filters").body()).isEqualTo("1");
    site.get("/orders");

    assertThat(events(1)).hasSize(1);
  }

  private static final Handler FAILING = (request, response) -> {
    throw new IllegalStateException("no stock");
  };

  @Test
  void inCode_withInitParameters() {
    site.withoutFilter()
        .with(context -> {
          FilterRegistration.Dynamic one = context.addFilter("trackx", TrackXFilter.class);
          one.setInitParameter("endpoint", site.server.endpoint());
          one.setAsyncSupported(true);
          one.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), true, "/*");
        })
        .servlet("/orders", FAILING)
        .start();
    site.get("/orders");

    assertThat(site.server.awaitEvents(1, Site.LONG)).isTrue();
  }

  @Test
  void endpointOfTheProcess_isLeftToTheProcessesClient() throws Exception {
    TrackXClient shared = TrackX.setup(site.server.endpoint());
    site.app.parameters.put("trackx.endpoint", site.server.endpoint());
    site.app.initializers.add(new TrackXInitializer());
    site.withoutFilter().servlet("/orders", FAILING).start();
    site.get("/orders");
    site.traffic.awaitIdle();
    site.undeploy();

    assertThat(shared.diagnostics().captured()).isEqualTo(1);
    assertThat(shared.isEnabled()).isTrue();
    assertThat(shared.flush(Site.LONG)).isTrue();
    assertThat(site.server.events()).hasSize(1);
  }

  @Test
  void initializerInCode_goesInFrontOfAFilterThatWasThereBefore() {
    AtomicInteger asked = new AtomicInteger();
    site.app.parameters.put("trackx.endpoint", site.server.endpoint());
    site.app.initializers.add(new TrackXInitializer());
    site.withoutFilter()
        .inner((request, response, chain) -> {
          asked.incrementAndGet();
          throw new IllegalStateException("no login");
        })
        .servlet("/orders", FAILING)
        .start();
    site.get("/orders");

    assertThat(site.server.awaitEvents(1, Site.LONG)).isTrue();
    assertThat(asked.get()).isPositive();
    assertThat(site.server.events().get(0).message()).isEqualTo("no login");
  }

  @Test
  void initializerAndAFilterInCode_areOneEvent() {
    site.app.parameters.put("trackx.endpoint", site.server.endpoint());
    site.app.initializers.add(new TrackXInitializer());
    site.servlet("/orders", FAILING).start();
    site.get("/orders");

    site.server.awaitEvents(1, Site.LONG);
    site.close(); // sends pending events
    assertThat(site.server.events()).hasSize(1);
  }

  @Test
  void filterThatIsRegisteredAfterTheInitializer_isTheOneThatReports() {
    try (TrackXLocal other = TrackXLocal.start()) {
      site.app.parameters.put("trackx.endpoint", other.endpoint());
      site.app.initializers.add(new TrackXInitializer());
      registerLater(TrackXFilter.builder().endpoint(site.server.endpoint()));
      checkThatTheLaterOneReports();
      assertThat(site.server.sessions()).as("of the visitor alone").hasSize(1);
      assertThat(other.events()).isEmpty();
      assertThat(other.sessions()).isEmpty();
    }
  }

  @Test
  void filterThatIsRegisteredAfterTheInitializer_ofTheSameProject_isOneEvent() {
    site.app.parameters.put("trackx.endpoint", site.server.endpoint());
    site.app.initializers.add(new TrackXInitializer());
    registerLater(TrackXFilter.builder().endpoint(site.server.endpoint()));
    checkThatTheLaterOneReports();
  }

  /** Asserts one event, with the options of the application's filter. */
  private void checkThatTheLaterOneReports() {
    site.get("/wrong");
    site.get("/orders");

    site.server.awaitEvents(1, Site.LONG);
    site.close(); // sends pending events
    assertThat(site.server.events()).extracting(Event::message).containsExactly("no stock");
    assertThat(site.server.events().get(0).meta()).containsEntry("release", "shop 2");
  }

  /** Like Spring Boot, if its initializer runs after TrackX's. */
  private void registerLater(TrackXFilter.Builder options) {
    options
        .release("shop 2")
        .sessions(Sessions.VISITOR)
        .ignore(IllegalArgumentException.class.getName());
    site.app.initializers.add(
        (classes, context) -> Site.addFilter(context, "mine", options.build()));
    site.withoutFilter()
        .servlet("/orders", FAILING)
        .servlet("/wrong", (request, response) -> {
          throw new IllegalArgumentException("no such order");
        })
        .start();
  }

  @Test
  void malformedEndpoint_letsTheApplicationStartAndAnswer() {
    site.app.parameters.put("trackx.endpoint", "https://api.example.com/v1/NOT A KEY");
    site.app.parameters.put("trackx.sessions", "everybody");
    site.app.initializers.add(new TrackXInitializer());
    site.withoutFilter()
        .servlet("/orders", FAILING)
        .servlet("/works", (request, response) -> response.getWriter().print("ok"))
        .start();

    assertThat(site.get("/works").body()).isEqualTo("ok");
    assertThat(site.get("/orders").statusCode()).isEqualTo(500);
    assertThat(site.traffic.thrown).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void malformedEndpointOfABuilder_letsTheApplicationStartAndAnswer() {
    site.filter.client(null).endpoint("ftp://nowhere");
    site.servlet("/works", (request, response) -> response.getWriter().print("ok"))
        .start();

    assertThat(site.get("/works").body()).isEqualTo("ok");
  }
}
