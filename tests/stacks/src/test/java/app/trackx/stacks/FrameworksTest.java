package app.trackx.stacks;

import static app.trackx.stacks.Arrivals.assertHttp;
import static app.trackx.stacks.Arrivals.eventOf;
import static app.trackx.stacks.Arrivals.eventsOf;
import static app.trackx.stacks.Arrivals.statusOfOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.TrackX;
import app.trackx.jul.TrackXHandler;
import app.trackx.local.Event;
import app.trackx.logback.TrackXAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import io.dropwizard.core.setup.Environment;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.javalin.Javalin;
import io.javalin.http.InternalServerErrorResponse;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.xml.sax.InputSource;

/** Runs the snippets of docs/STACKS.md on the frameworks themselves. */
@Timeout(120)
class FrameworksTest {
  private static final URI ANY_PORT = URI.create("http://localhost:0/");

  /** Lets the application run with the TrackX appender at Logback's root logger. */
  private static Event eventWithLogback(Arrivals.Run run) throws Exception {
    return eventOf(() -> withLogback(run));
  }

  private static void withLogback(Arrivals.Run run) throws Exception {
    LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
    TrackXAppender appender = new TrackXAppender();
    appender.setContext(logback);
    appender.start();
    logback.getLogger("ROOT").addAppender(appender);
    try {
      run.run();
    } finally {
      logback.getLogger("ROOT").detachAppender(appender);
      appender.stop();
    }
  }

  private static void callJavalin(Javalin app) throws Exception {
    app.start("localhost", 0);
    try {
      assertThat(statusOfOrder(app.port())).isEqualTo(500);
    } finally {
      app.stop();
    }
  }

  @Test
  void javalin_withTheSnippet_reportsOnce() throws Exception {
    assertHttp(eventWithLogback(() -> callJavalin(JavalinApp.create())), "/orders/{id}");
  }

  @Test
  void javalin_withoutIt_reportsNothing_evenWithAnAppender() throws Exception {
    assertThat(eventsOf(() -> {
          TrackX.setup();
          withLogback(() -> callJavalin(Javalin.create(
              config -> config.routes.get("/orders/{id}", call -> Shop.order("17")))));
        }))
        .isEmpty();
  }

  @Test
  void javalin_itsOwnHttpExceptions_areNotReported() throws Exception {
    assertThat(eventsOf(() -> {
          TrackX.setup();
          callJavalin(Javalin.create(config -> {
            config.routes.get("/orders/{id}", call -> {
              throw new InternalServerErrorResponse();
            });
            config.routes.exception(
                Exception.class, (error, call) -> JavalinApp.report(error, call));
          }));
        }))
        .isEmpty();
  }

  @Test
  void javalin_anError_isReportedByAnAppender() throws Exception {
    assertThat(eventsOf(() -> {
          TrackX.setup();
          withLogback(() ->
              callJavalin(Javalin.create(config -> config.routes.get("/orders/{id}", call -> {
                throw new StackOverflowError();
              }))));
        }))
        .extracting(Event::name)
        .containsExactly("java.lang.StackOverflowError");
  }

  private static void callVertx(Vertx vertx, Router router) throws Exception {
    try {
      HttpServer server = vertx
          .createHttpServer()
          .requestHandler(router)
          .listen(0, "localhost")
          .toCompletionStage()
          .toCompletableFuture()
          .get(60, TimeUnit.SECONDS);
      assertThat(statusOfOrder(server.actualPort())).isEqualTo(500);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void vertx_withTheSnippet_reportsOnce() throws Exception {
    assertHttp(
        eventWithLogback(() -> {
          Vertx vertx = Vertx.vertx();
          callVertx(vertx, VertxApp.router(vertx));
        }),
        "/orders/:id");
  }

  @Test
  void vertx_withoutIt_isReportedByAnAppender_withoutTheRequest() throws Exception {
    Event event = eventWithLogback(() -> {
      TrackX.setup();
      Vertx vertx = Vertx.vertx();
      Router router = Router.router(vertx);
      router.get("/orders/:id").handler(call -> Shop.order(call.pathParam("id")));
      callVertx(vertx, router);
    });
    assertThat(event.meta()).doesNotContainKey("http");
  }

  @Test
  void vertx_outsideOfTheRouter_reportsOnce() throws Exception {
    eventWithLogback(() -> {
      Vertx vertx = Vertx.vertx();
      VertxApp.router(vertx);
      CountDownLatch failing = new CountDownLatch(1);
      vertx.runOnContext(nothing -> {
        failing.countDown();
        Shop.order("17");
      });
      assertThat(failing.await(60, TimeUnit.SECONDS)).isTrue();
      vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    });
  }

  private static void callGrizzly(org.glassfish.grizzly.http.server.HttpServer server)
      throws Exception {
    try {
      assertThat(statusOfOrder(server.getListener("grizzly").getPort())).isEqualTo(500);
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void jersey_withTheSnippet_reportsOnce() throws Exception {
    assertHttp(eventOf(() -> callGrizzly(JerseyApp.create(ANY_PORT))), "/orders/{id}");
  }

  @Test
  void jersey_withoutIt_reportsNothing_evenWithAHandler() throws Exception {
    assertThat(eventsOf(() -> {
          TrackX.setup();
          java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
          TrackXHandler handler = new TrackXHandler();
          root.addHandler(handler);
          try {
            callGrizzly(GrizzlyHttpServerFactory.createHttpServer(
                ANY_PORT, new ResourceConfig(Orders.class)));
          } finally {
            root.removeHandler(handler);
          }
        }))
        .isEmpty();
  }

  @Test
  void dropwizard_withTheSnippet_reportsOnce(@TempDir Path folder) throws Exception {
    Path config = Files.writeString(folder.resolve("config.yml"), """
        server:
          applicationConnectors: [{type: http, port: 0, bindHost: localhost}]
          adminConnectors: []
        logging:
          level: ERROR
        """);
    assertHttp(
        eventOf(() -> {
          Environment[] environment = new Environment[1];
          new DropwizardApp() {
            @Override
            public void run(io.dropwizard.core.Configuration configuration, Environment started)
                throws Exception {
              environment[0] = started;
              super.run(configuration, started);
            }
          }.run("server", config.toString());
          try {
            assertThat(statusOfOrder(
                    environment[0].getApplicationContext().getServer().getURI().getPort()))
                .isEqualTo(500);
          } finally {
            environment[0].getApplicationContext().getServer().stop();
          }
        }),
        "/orders/{id}");
  }

  private static void callMicronaut() throws Exception {
    TrackX.setup(); // as MicronautApp does
    try (EmbeddedServer server =
        ApplicationContext.run(EmbeddedServer.class, Map.of("micronaut.server.port", -1))) {
      assertThat(statusOfOrder(server.getPort())).isEqualTo(500);
    }
  }

  @Test
  void micronaut_withTheSnippet_reportsOnce() throws Exception {
    LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger unwanted = logback.getLogger("io.micronaut.http.server.RouteExecutor");
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(logback);
    configurator.doConfigure(new InputSource(new StringReader(
        "<configuration><appender name=\"CONSOLE\" class=\"ch.qos.logback.core.helpers.NOPAppender\"/>"
            + StacksDocument.snippet("xml", "RouteExecutor") + "</configuration>")));
    assertThat(unwanted.isAdditive()).isFalse();
    try {
      assertHttp(eventWithLogback(FrameworksTest::callMicronaut), "/orders/{id}");
    } finally {
      unwanted.setAdditive(true);
    }
  }

  @Test
  void micronaut_withItsOwnLogToo_isOneEvent_withoutTheRequest() throws Exception {
    Event event = eventWithLogback(FrameworksTest::callMicronaut);
    assertThat(event.meta()).doesNotContainKey("http").containsKey("logger");
  }

  private static final MethodDescriptor<String, String> GET_ORDER =
      MethodDescriptor.<String, String>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("shop.Orders/Get")
          .setRequestMarshaller(new Text())
          .setResponseMarshaller(new Text())
          .build();

  @Test
  void grpc_withTheSnippet_reportsOnce() throws Exception {
    Event event = eventOf(() -> {
      Server server = GrpcApp.create(
              0,
              () -> ServerServiceDefinition.builder("shop.Orders")
                  .addMethod(GET_ORDER, ServerCalls.asyncUnaryCall((order, response) -> {
                    Shop.order(order);
                  }))
                  .build())
          .start();
      ManagedChannel channel = ManagedChannelBuilder.forAddress("localhost", server.getPort())
          .usePlaintext()
          .build();
      try {
        assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(
                channel, GET_ORDER, io.grpc.CallOptions.DEFAULT, "order-1734"))
            .isInstanceOf(StatusRuntimeException.class);
      } finally {
        channel.shutdownNow();
        server.shutdownNow();
        assertThat(server.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      }
    });
    assertThat(event.meta()).containsEntry("http", Map.of("route", "shop.Orders/Get"));
    assertThat(event.meta()).containsEntry("grpc", Map.of("status", "UNKNOWN"));
  }

  /** A message of one string. */
  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (java.io.IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
