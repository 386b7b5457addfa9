package app.shop;

import app.trackx.TrackX;
import io.grpc.CallOptions;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** An application that calls itself with gRPC before and after setting up TrackX, then fails. */
public final class GrpcApp {
  private static final MethodDescriptor<String, String> ECHO = MethodDescriptor.newBuilder(
          new Text(), new Text())
      .setType(MethodDescriptor.MethodType.UNARY)
      .setFullMethodName("shop/echo")
      .build();

  public static void main(String[] args) throws IOException {
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Server server = OkHttpServerBuilder.forPort(loopback, InsecureServerCredentials.create())
        .addService(ServerServiceDefinition.builder("shop")
            .addMethod(ECHO, ServerCalls.asyncUnaryCall((request, answer) -> {
              answer.onNext(request);
              answer.onCompleted();
            }))
            .build())
        .build()
        .start();
    System.out.println("before " + call(server.getPort()));
    TrackX.setup(args[1]);
    System.out.println("after " + call(server.getPort()));
    server.shutdownNow();
    throw new IllegalStateException("no order");
  }

  private static String call(int port) {
    ManagedChannel channel =
        OkHttpChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    try {
      return ClientCalls.blockingUnaryCall(channel, ECHO, CallOptions.DEFAULT, "200");
    } finally {
      channel.shutdownNow();
    }
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes());
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
