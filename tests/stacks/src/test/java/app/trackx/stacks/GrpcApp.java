package app.trackx.stacks;

import app.trackx.TrackX;
import app.trackx.grpc.TrackXServerInterceptor;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerBuilder;

final class GrpcApp {
  static Server create(int port, BindableService orders) {
    TrackX.setup(); // TRACKX_ENDPOINT
    return ServerBuilder.forPort(port)
        .addService(orders)
        .intercept(new TrackXServerInterceptor())
        .build();
  }

  private GrpcApp() {}
}
