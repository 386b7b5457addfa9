package app.trackx.jersey;

import static app.trackx.adapters.Arrivals.assertArrives;
import static app.trackx.adapters.Arrivals.assertVanishes;
import static app.trackx.adapters.Arrivals.eventsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.adapters.Arrivals;
import app.trackx.local.Event;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TrackXRequestListenerTest {
  @Path("/orders")
  public static final class Orders {
    @GET
    @Path("{id}")
    public String get() {
      throw Arrivals.error();
    }

    @GET
    @Path("{id}/missing")
    public String missing() {
      throw new NotFoundException();
    }

    @GET
    public String all() throws java.io.IOException {
      throw new java.io.IOException("disk");
    }

    @Path("{id}/lines")
    public Lines lines() {
      return new Lines();
    }
  }

  public static final class Lines {
    @GET
    @Path("{line}")
    public String get() {
      throw Arrivals.error();
    }
  }

  public static final class Mapped implements ExceptionMapper<IllegalStateException> {
    @Override
    public Response toResponse(IllegalStateException error) {
      return Response.status(503).build();
    }
  }

  public static final class NoError implements ExceptionMapper<IllegalStateException> {
    @Override
    public Response toResponse(IllegalStateException error) {
      return Response.status(409).build();
    }
  }

  private static ContainerResponse get(String path, Class<?>... components) throws Exception {
    ResourceConfig config = new ResourceConfig(components).register(Orders.class);
    URI base = URI.create("http://localhost/");
    ContainerRequest request = new ContainerRequest(
        base, base.resolve(path), "GET", null, new MapPropertiesDelegate(), config);
    return new ApplicationHandler(config).apply(request).get(60, TimeUnit.SECONDS);
  }

  private static void assertHttp(Event event, String route, long status) {
    assertThat(event.meta().get("http"))
        .isEqualTo(Map.of("method", "GET", "route", route, "status", status));
  }

  private static void getUnmapped(String path, Class<?>... components) {
    assertThatThrownBy(() -> get(path, components)).hasRootCauseMessage("lost");
  }

  @Test
  void unmapped_vanishes_unlessListenedTo() throws Exception {
    assertVanishes(() -> getUnmapped("orders/order-17"));
    Event event = assertArrives(() -> getUnmapped("orders/order-17", TrackXRequestListener.class));
    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertHttp(event, "/orders/{id}", 500);
    assertThat(event.json()).doesNotContain("order-17");
  }

  @Test
  void mappedToA5xx_isAnEvent_andTheResponseStays() throws Exception {
    Event event = assertArrives(() -> assertThat(
            get("orders/order-17", TrackXRequestListener.class, Mapped.class).getStatus())
        .isEqualTo(503));
    assertHttp(event, "/orders/{id}", 503);
  }

  @Test
  void below500_isNoEvent() throws Exception {
    assertThat(eventsOf(() -> {
          assertThat(get("orders/order-17", TrackXRequestListener.class, NoError.class)
                  .getStatus())
              .isEqualTo(409);
          assertThat(get("orders/order-17/missing", TrackXRequestListener.class).getStatus())
              .isEqualTo(404);
          assertThat(get("nowhere", TrackXRequestListener.class).getStatus()).isEqualTo(404);
        }))
        .isEmpty();
  }

  @Test
  void subResource_hasTheWholeRoute() throws Exception {
    Event event =
        assertArrives(() -> getUnmapped("orders/order-17/lines/3", TrackXRequestListener.class));
    assertHttp(event, "/orders/{id}/lines/{line}", 500);
  }

  /** Dropwizard names its threads so. */
  @Test
  void pathInTheThreadsName_isReplacedByTheRoute() throws Exception {
    Thread thread = Thread.currentThread();
    String name = thread.getName();
    Event event;
    try {
      thread.setName("dw-17 - GET /orders/order-17");
      event = assertArrives(() -> getUnmapped("orders/order-17", TrackXRequestListener.class));
    } finally {
      thread.setName(name);
    }
    assertThat(event.meta()).containsEntry("thread", "dw-17 - GET /orders/{id}");
  }

  @Test
  void checkedException_isReportedWithoutJerseysWrapper() throws Exception {
    Event event =
        assertArrives(() -> assertThatThrownBy(() -> get("orders", TrackXRequestListener.class))
            .hasRootCauseMessage("disk"));
    assertThat(event.name()).isEqualTo("java.io.IOException");
    assertHttp(event, "/orders", 500);
  }
}
