package app.trackx.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContextEvent;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackXInitializerTest {
  private static final String ENDPOINT = "http://127.0.0.1:9/v1/abcdefghij1";

  private final FakeContext context = new FakeContext();

  @Test
  void withEndpoint_registersTheFilterFirst_andTheListener() {
    context.parameters.put("trackx.endpoint", ENDPOINT);
    new TrackXInitializer().onStartup(null, context.context());

    assertThat(context.registered)
        .containsExactly(
            "async true", "app.trackx.servlet.TrackXFilter TrackXFilter after=false /* of 5/5");
    assertThat(context.listeners).singleElement().isInstanceOf(TrackXListener.class);
  }

  @Test
  void withoutEndpoint_registersTheListenerAlone() {
    new TrackXInitializer().onStartup(null, context.context());

    assertThat(context.registered).isEmpty();
    assertThat(context.listeners).singleElement().isInstanceOf(TrackXListener.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"${X}", "$(X)", "@x@", "null"})
  void placeholder_registersNoFilter_andIsOneWarningThatNamesItsSource(String placeholder) {
    context.parameters.put("trackx.endpoint", placeholder);
    try (Warnings warnings = new Warnings()) {
      new TrackXInitializer().onStartup(null, context.context());

      assertThat(context.registered).isEmpty();
      assertThat(warnings.lines())
          .singleElement()
          .asString()
          .contains("not registered: The context parameter trackx.endpoint contains");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "off"})
  void noEndpoint_registersNoFilter_andLogsNothing(String text) {
    context.parameters.put("trackx.endpoint", text);
    try (Warnings warnings = new Warnings()) {
      new TrackXInitializer().onStartup(null, context.context());

      assertThat(context.registered).isEmpty();
      assertThat(warnings.lines()).isEmpty();
    }
  }

  @Test
  void malformedEndpoint_registersTheFilter_whichWarns() {
    context.parameters.put("trackx.endpoint", "https://h/v1/KEY");
    try (Warnings warnings = new Warnings()) {
      new TrackXInitializer().onStartup(null, context.context());
      assertThat(warnings.lines()).isEmpty();
      TrackXFilter filter = (TrackXFilter) context.added;
      filter.init(context.config());
      filter.destroy();

      assertThat(warnings.lines())
          .singleElement()
          .asString()
          .contains("The context parameter trackx.endpoint is not a TrackX endpoint");
    }
  }

  @Test
  void filterOfTheApplication_isLeftAlone() {
    context.parameters.put("trackx.endpoint", ENDPOINT);
    context.hasFilter("other", "shop.Filter");
    context.hasFilter("mine", "app.trackx.servlet.TrackXFilter");
    new TrackXInitializer().onStartup(null, context.context());

    assertThat(context.registered).isEmpty();
  }

  @Test
  void filterOfTheApplicationThatComesLater_isLeftAlone() {
    TrackXFilter automatic = registered();
    context.hasFilter("mine", "app.trackx.servlet.TrackXFilter");
    automatic.init(context.config());

    assertThat(TrackX.client().isEnabled()).isFalse();
    assertThat(context.attributes).isEmpty();
    automatic.destroy();
  }

  @Test
  void otherFilters_areNoReasonToStepBack() {
    TrackXFilter automatic = registered();
    context.hasFilter("app.trackx.servlet.TrackXFilter", "app.trackx.servlet.TrackXFilter");
    context.hasFilter("other", "shop.Filter");
    automatic.init(context.config());

    assertThat(TrackX.client().reportsTo(ENDPOINT)).isTrue();
    automatic.destroy();
    assertThat(TrackX.client().isEnabled()).isFalse();
  }

  @Test
  void containerThatDoesNotTellItsFilters_hasTheAutomaticOne() {
    TrackXFilter automatic = registered();
    context.untold.add("getFilterRegistrations");
    automatic.init(context.config());

    assertThat(TrackX.client().reportsTo(ENDPOINT)).isTrue();
    automatic.destroy();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void filterWithinAnother_isOneWarning(boolean first) {
    TrackXFilter automatic = registered();
    TrackXFilter hidden = TrackXFilter.builder().endpoint(ENDPOINT).build();
    TrackXFilter next = TrackXFilter.builder().build();
    try (Warnings warnings = new Warnings()) {
      (first ? hidden : automatic).init(context.config());
      assertThat(warnings.lines()).isEmpty();
      (first ? automatic : hidden).init(context.config());
      next.init(context.config());

      assertThat(warnings.lines())
          .singleElement()
          .asString()
          .contains("Two TrackXFilters", "trackx.endpoint");
    } finally {
      automatic.destroy();
      hidden.destroy();
      next.destroy();
    }
  }

  private TrackXFilter registered() {
    context.parameters.put("trackx.endpoint", ENDPOINT);
    new TrackXInitializer().onStartup(null, context.context());
    return (TrackXFilter) context.added;
  }

  @Test
  void nameThatIsTaken_isOneWarning() {
    context.parameters.put("trackx.endpoint", ENDPOINT);
    context.hasFilter("app.trackx.servlet.TrackXFilter", "shop.Filter");
    try (Warnings warnings = new Warnings()) {
      new TrackXInitializer().onStartup(null, context.context());

      assertThat(context.registered).isEmpty();
      assertThat(warnings.lines()).singleElement().asString().contains("under the name");
    }
  }

  @Test
  void contextThatThrows_isOneWarning() {
    try (Warnings warnings = new Warnings()) {
      context.broken = new UnsupportedOperationException("not here");
      new TrackXInitializer().onStartup(null, context.context());

      assertThat(warnings.lines()).singleElement().asString().contains("web.xml");
    }
  }

  @Test
  void isFoundByContainers() {
    assertThat(ServiceLoader.load(ServletContainerInitializer.class))
        .anyMatch(found -> found instanceof TrackXInitializer);
  }

  @Test
  void listener_leavesTheClientOfTheProcessAlone_ifTheContainerSharesIt() {
    TrackXClient shared = TrackX.setup(TrackXClient.builder(ENDPOINT).captureUncaught(false));
    try {
      new TrackXListener().contextDestroyed(new ServletContextEvent(context.context()));

      assertThat(TrackX.client()).isSameAs(shared);
      assertThat(shared.isEnabled()).isTrue();
    } finally {
      TrackX.close();
    }
  }

  @Test
  void listener_closesWhatFiltersHaveOpened_evenIfTheyAreNotDestroyed() {
    TrackXFilter filter = new TrackXFilter();
    filter.init(context.config("endpoint", ENDPOINT));
    TrackXFilter second = TrackXFilter.builder().endpoint(ENDPOINT).build();
    second.init(context.config());
    assertThat(context.attributes).isNotEmpty();

    TrackXListener listener = new TrackXListener();
    listener.contextInitialized(new ServletContextEvent(context.context()));
    listener.contextDestroyed(new ServletContextEvent(context.context()));
    listener.contextDestroyed(new ServletContextEvent(context.context()));
    context.broken = new IllegalStateException("gone");
    listener.contextDestroyed(new ServletContextEvent(context.context()));

    assertThat(context.attributes).isEmpty();
    filter.destroy();
    filter.destroy();
  }
}
