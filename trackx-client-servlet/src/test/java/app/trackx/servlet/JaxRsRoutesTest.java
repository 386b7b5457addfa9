package app.trackx.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.testing.Waiting;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Map;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests with Jersey, which finds the feature as a service. */
@Timeout(120)
class JaxRsRoutesTest {
  private final Recorder recorder = new Recorder();
  private LocalTomcat tomcat;

  @TempDir
  java.nio.file.Path directory;

  @BeforeEach
  void start() throws Exception {
    tomcat = new LocalTomcat(directory, "/shop", recorder.server.endpoint())
        .serve("/api/*", new ServletContainer(new ResourceConfig(Orders.class)))
        .start();
  }

  @AfterEach
  void stop() throws Exception {
    tomcat.close();
    recorder.close();
  }

  @Test
  void failureOfAResource_hasTheTemplateOfItsPath() throws Exception {
    assertThat(tomcat.get("/shop/api/orders/17/items/3?token=4711")).isEqualTo(500);
    Event event = onlyEvent();
    assertThat(event.uri()).endsWith("/shop/api/orders/{order}/items/{item: [0-9]+}");
    assertThat(event.meta().get("http"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("route", "/shop/api/orders/{order}/items/{item: [0-9]+}");
  }

  @Test
  void pathOnAnInterface_counts() throws Exception {
    assertThat(tomcat.get("/shop/api/orders/17")).isEqualTo(500);
    assertThat(onlyEvent().uri()).endsWith("/shop/api/orders/{order}");
  }

  @Test
  void exceptionThatCarries4xx_isNoEvent() throws Exception {
    assertThat(tomcat.get("/shop/api/orders")).isEqualTo(404);
    assertThat(tomcat.get("/shop/api/orders/17")).isEqualTo(500);
    assertThat(onlyEvent().message()).isEqualTo("no order");
  }

  @Test
  void requestOutsideJaxRs_namesNoTemplate() throws Exception {
    assertThat(tomcat.get("/shop/other")).isEqualTo(404);
    assertThat(recorder.server.events()).isEmpty();
  }

  private Event onlyEvent() {
    Waiting.until(() -> !recorder.server.events().isEmpty());
    List<Event> events = recorder.server.events();
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  /** An interface with the annotations. */
  @Path("orders")
  public interface OrderResource {
    @GET
    @Path("{order}")
    String one(@PathParam("order") String order);
  }

  /** A resource that fails. */
  @Path("/orders/")
  public static class Orders implements OrderResource {
    @Override
    public String one(String order) {
      throw new IllegalStateException("no order");
    }

    @GET
    public String all() {
      throw new NotFoundException("none here");
    }

    @GET
    @Path("/{order}/items/{item: [0-9]+}")
    public Map<String, String> item(@PathParam("order") String order) {
      throw new IllegalStateException("no item");
    }
  }
}
