package app.trackx.grpc;

import app.trackx.EventType;
import app.trackx.RequestContext;
import app.trackx.TrackX;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Collections;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reports what handlers of a gRPC server throw, and what they answer with: the cause of a status, such as
 * that of {@code responseObserver.onError(new IllegalStateException())}. gRPC sends the client a status and
 * tells nobody of the cause. A status without a cause, and a call that the client has cancelled, is no
 * error.
 *
 * <pre>{@code
 * ServerBuilder.forPort(port).addService(orders).intercept(new TrackXServerInterceptor());
 * }</pre>
 *
 * <p>Reports go to the client of {@link TrackX#setup(String)}. While the handler runs, the thread has a
 * {@link RequestContext} whose route is the full name of the method, so that all errors of the call carry
 * it; never messages or metadata. The status is {@code meta.grpc.status}. Exceptions leave the interceptor
 * as they are. Thread-safe.
 */
public final class TrackXServerInterceptor implements ServerInterceptor {
  /** Creates an interceptor. */
  public TrackXServerInterceptor() {}

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    RequestContext request =
        new RequestContext().withRoute(call.getMethodDescriptor().getFullMethodName());
    Supplier<@Nullable RequestContext> previous = RequestContext.set(request);
    try {
      return new WatchedListener<>(
          next.startCall(new WatchedCall<>(call, request), headers), request);
    } catch (Throwable error) {
      report(error, Status.UNKNOWN);
      request.end(0);
      throw error;
    } finally {
      RequestContext.set(previous);
    }
  }

  private static void report(Throwable error, Status status) {
    TrackX.client()
        .capture(EventType.UNHANDLED_ERROR)
        .reason(error)
        .meta("grpc", Collections.singletonMap("status", status.getCode().name()))
        .send();
  }

  /** Sees the status that the handler answers with, on whichever thread. */
  private static final class WatchedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final RequestContext request;

    WatchedCall(ServerCall<Q, R> call, RequestContext request) {
      super(call);
      this.request = request;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      Throwable cause = status.getCause();
      if (cause != null && !status.isOk() && status.getCode() != Status.Code.CANCELLED) {
        Supplier<@Nullable RequestContext> previous = RequestContext.set(request);
        try {
          report(cause, status);
        } finally {
          RequestContext.set(previous);
        }
      }
      super.close(status, trailers);
    }
  }

  /** Calls the handler within the request, and sees what it throws. */
  private static final class WatchedListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final RequestContext request;

    WatchedListener(ServerCall.Listener<Q> listener, RequestContext request) {
      super(listener);
      this.request = request;
    }

    @Override
    public void onMessage(Q message) {
      run(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      run(super::onHalfClose);
    }

    @Override
    public void onReady() {
      run(super::onReady);
    }

    @Override
    public void onCancel() {
      run(super::onCancel);
      request.end(0);
    }

    @Override
    public void onComplete() {
      run(super::onComplete);
      request.end(0);
    }

    private void run(Runnable handler) {
      Supplier<@Nullable RequestContext> previous = RequestContext.set(request);
      try {
        handler.run();
      } catch (Throwable error) {
        report(error, Status.UNKNOWN);
        throw error;
      } finally {
        RequestContext.set(previous);
      }
    }
  }
}
