package app.trackx.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContextEvent;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class TrackXInitializerTest {
  private static final String ENDPOINT = "http://127.0.0.1:9/v1/abcdefghij1";

  private final FakeContext context = new FakeContext();

  @Test
  void withEndpoint_registersTheFilterFirst_andTheListener() {
    context.parameters.put("trackx.endpoint", ENDPOINT);
    new TrackXInitializer().onStartup(null, context.context());

    assertThat(context.registered)
        .containsExactly("async true", "trackx TrackXFilter after=false /* of 5/5");
    assertThat(context.listeners).singleElement().isInstanceOf(TrackXListener.class);
  }

  @Test
  void withoutEndpoint_doesNothing() {
    new TrackXInitializer().onStartup(null, context.context());

    assertThat(context.registered).isEmpty();
    assertThat(context.listeners).isEmpty();
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
  void nameThatIsTaken_isLeftAlone() {
    context.parameters.put("trackx.endpoint", ENDPOINT);
    context.hasFilter("trackx", "shop.Filter");
    new TrackXInitializer().onStartup(null, context.context());

    assertThat(context.listeners).isEmpty();
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
