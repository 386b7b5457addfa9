package app.trackx.relay.front;

import app.trackx.internal.jvm.TimeSource;
import app.trackx.relay.intake.Intake;
import app.trackx.relay.intake.IntakeFullException;
import app.trackx.relay.intake.Received;
import app.trackx.relay.intake.RequestKind;
import app.trackx.relay.metrics.Metrics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests: TrackX's API, {@code /health} and {@code /metrics}. The answer 200 is sent when the intake says that the
 * request is safe. No thread waits meanwhile.
 */
final class Front extends Handler.Abstract {
  private static final byte[] OK = bytes("ok");
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Admission admission;
  private final Intake intake;
  private final BooleanSupplier healthy;
  private final Metrics metrics;
  private final TimeSource time;
  private final int maxBody;
  private final Semaphore budget;
  private final Executor answering;

  /**
   * Creates the handler.
   *
   * @param budget bytes of bodies of all requests that have no answer yet
   * @param answering runs what follows when the intake is done
   */
  Front(
      Admission admission,
      Intake intake,
      BooleanSupplier healthy,
      Metrics metrics,
      TimeSource time,
      int maxBody,
      Semaphore budget,
      Executor answering) {
    this.admission = admission;
    this.intake = intake;
    this.healthy = healthy;
    this.metrics = metrics;
    this.time = time;
    this.maxBody = maxBody;
    this.budget = budget;
    this.answering = answering;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = Call.path(request);
    if (isGet(request) && Call.isPath(path, "health")) {
      boolean good = healthy.getAsBoolean();
      respond(response, callback, good ? 200 : 503, good ? OK : bytes("the log cannot be written"));
      return true;
    }
    if (isGet(request) && Call.isPath(path, "metrics")) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, TEXT);
      respond(response, callback, 200, bytes(metrics.text()));
      return true;
    }
    Browsers.allow(response);
    if (request.getMethod().equals("OPTIONS") && isPreflight(request, path)) {
      Browsers.preflight(response);
      respond(response, callback, 204, new byte[0]);
      return true;
    }
    Call call = Call.of(request);
    if (call == null) {
      respond(response, callback, 404, bytes("Not Found"));
      return true;
    }
    read(request, call, new Exchange(call, response, callback));
    return true;
  }

  private static boolean isGet(Request request) {
    return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
  }

  private static boolean isPreflight(Request request, String path) {
    return Call.isPath(path) && request.getHeaders().contains("Access-Control-Request-Method");
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the function that is called catches everything
  private void read(Request request, Call call, Exchange exchange) {
    boolean ignored = !call.hasBody();
    BodyReader reader = new BodyReader(request, ignored, call.bodyLimit(maxBody), budget);
    reader.done().whenComplete((body, failure) -> {
      exchange.held = reader.acquired();
      exchange.readAt = System.nanoTime();
      try {
        if (failure != null) {
          exchange.fail(failure);
        } else {
          accept(ignored ? null : body, exchange);
        }
      } catch (HttpError | RuntimeException | Error e) {
        exchange.fail(e);
      }
    });
    reader.run();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the function that is called only answers
  private void accept(byte @Nullable [] body, Exchange exchange) throws HttpError {
    List<Received> requests = admission.admit(exchange.call, body, time.wallMillis());
    if (requests.isEmpty()) {
      exchange.ok();
      return;
    }
    intake
        .accept(requests)
        .whenCompleteAsync(
            (nothing, failure) -> {
              if (failure == null) {
                exchange.ok();
              } else {
                exchange.fail(failure);
              }
            },
            answering);
  }

  private static void respond(Response response, Callback callback, int status, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put("Cache-Control", "no-cache, no-store, must-revalidate");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A request that is being answered. Handed from thread to thread. */
  private final class Exchange {
    private final Call call;
    private final Response response;
    private final Callback callback;
    private int held;
    private long readAt = System.nanoTime();

    Exchange(Call call, Response response, Callback callback) {
      this.call = call;
      this.response = response;
      this.callback = callback;
    }

    void ok() {
      boolean image =
          call.kind == RequestKind.PING && call.isGet() && call.header("Accept").contains("image");
      if (image) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "image/gif");
      }
      answer(200, image ? Pixel.bytes() : OK);
    }

    void fail(Throwable failure) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      if (cause instanceof HttpError error) {
        if (error.status() == 503) {
          Browsers.retryAfter(response, 1);
        }
        answer(error.status(), bytes(error.words()));
      } else if (cause instanceof IntakeFullException full) {
        Browsers.retryAfter(response, Math.max(1, full.retryAfter().toSeconds()));
        metrics.refused(String.valueOf(full.getMessage())).increment();
        answer(503, bytes("The relay cannot keep the request now"));
      } else if (cause instanceof Error || cause instanceof RuntimeException) {
        answer(500, bytes("Internal Server Error"));
      } else {
        release(499); // the connection is broken
        callback.failed(cause);
      }
    }

    private void answer(int status, byte[] body) {
      release(status);
      respond(response, callback, status, body);
    }

    private void release(int status) {
      if (held > 0) {
        budget.release(held);
        held = 0;
      }
      metrics.answered(System.nanoTime() - readAt);
      metrics
          .counter(
              "requests_total",
              "Requests of clients, by call and status.",
              "kind=\"" + call.kind.path() + "\",status=\"" + status + '"')
          .increment();
    }
  }

  /** The image for a ping from an {@code <img>} element: one transparent pixel. */
  private static final class Pixel {
    private static final String GIF =
        "GIF89a\1\0\1\0\200\0\0\0\0\0\377\377\377!\371\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;";

    private Pixel() {}

    static byte[] bytes() {
      return GIF.getBytes(StandardCharsets.ISO_8859_1);
    }
  }
}
