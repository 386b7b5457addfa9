package app.trackx.grpc;

import static app.trackx.adapters.Arrivals.assertArrives;
import static app.trackx.adapters.Arrivals.assertVanishes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.EventType;
import app.trackx.TrackX;
import app.trackx.adapters.Arrivals;
import app.trackx.local.Event;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.ServerCalls.UnaryMethod;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TrackXServerInterceptorTest {
  private static final MethodDescriptor<String, String> METHOD =
      MethodDescriptor.<String, String>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("shop.Orders/Get")
          .setRequestMarshaller(new Text())
          .setResponseMarshaller(new Text())
          .build();

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

  @Test
  void onErrorWithACause_vanishes_unlessIntercepted() throws Exception {
    UnaryMethod<String, String> handler = (request, answer) -> answer.onError(Arrivals.error());
    assertVanishes(() -> call(handler, false));
    Event event = assertArrives(() -> call(handler, true));

    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.type()).isEqualTo(1);
    assertThat(event.meta())
        .containsEntry("grpc", Map.of("status", "UNKNOWN"))
        .containsEntry("http", Map.of("route", "shop.Orders/Get"));
  }

  @Test
  void statusWithACause_isAnEvent_ofTheCause() throws Exception {
    Event event = assertArrives(() -> call(
        (request, answer) ->
            answer.onError(Status.UNAVAILABLE.withCause(Arrivals.error()).asRuntimeException()),
        true));

    assertThat(event.message()).isEqualTo("lost");
    assertThat(event.meta()).containsEntry("grpc", Map.of("status", "UNAVAILABLE"));
  }

  @Test
  void answerFromAnotherThread_isOfTheSameRequest() throws Exception {
    Event event = assertArrives(() -> call(
        (request, answer) -> new Thread(() -> answer.onError(Arrivals.error())).start(), true));

    assertThat(event.meta()).containsEntry("http", Map.of("route", "shop.Orders/Get"));
  }

  @Test
  void statusWithoutACause_isAnAnswer() throws Exception {
    assertVanishes(() ->
        call((request, answer) -> answer.onError(Status.NOT_FOUND.asRuntimeException()), true));
  }

  @Test
  void thrown_isAnEvent_andOnce() throws Exception {
    Event event = assertArrives(() -> call(
        (request, answer) -> {
          throw Arrivals.error();
        },
        true));

    assertThat(event.message()).isEqualTo("lost");
    assertThat(event.stack()).doesNotContain("TrackXServerInterceptor");
  }

  @Test
  void loggedInTheHandler_thenAnswered_isOneEvent_ofTheRequest() throws Exception {
    Event event = assertArrives(() -> call(
        (request, answer) -> {
          IllegalStateException error = Arrivals.error();
          TrackX.client()
              .capture(EventType.CUSTOM_LOGGER)
              .reason(error)
              .meta("log", "in the handler")
              .send();
          answer.onError(error);
        },
        true));

    assertThat(event.meta())
        .containsEntry("log", "in the handler")
        .containsEntry("http", Map.of("route", "shop.Orders/Get"));
  }

  @Test
  void answer_passesUnchanged() throws Exception {
    assertVanishes(() -> assertThat(answerOf(
            (request, answer) -> {
              answer.onNext("order " + request);
              answer.onCompleted();
            },
            true))
        .isEqualTo("order 17"));
  }

  private static void call(UnaryMethod<String, String> handler, boolean intercepts) {
    assertThatThrownBy(() -> answerOf(handler, intercepts))
        .isInstanceOf(StatusRuntimeException.class);
  }

  private static String answerOf(UnaryMethod<String, String> handler, boolean intercepts)
      throws Exception {
    String name = InProcessServerBuilder.generateName();
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name)
        .addService(ServerServiceDefinition.builder("shop.Orders")
            .addMethod(METHOD, ServerCalls.asyncUnaryCall(guarded(handler)))
            .build());
    Server server = (intercepts ? builder.intercept(new TrackXServerInterceptor()) : builder)
        .build()
        .start();
    ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
    try {
      return ClientCalls.blockingUnaryCall(channel, METHOD, CallOptions.DEFAULT, "17");
    } finally {
      channel.shutdownNow();
      server.shutdown();
      assertThat(server.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static UnaryMethod<String, String> guarded(UnaryMethod<String, String> handler) {
    return (String request, StreamObserver<String> answer) -> handler.invoke(request, answer);
  }
}
