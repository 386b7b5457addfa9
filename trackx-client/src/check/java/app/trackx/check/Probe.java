package app.trackx.check;

import app.trackx.internal.http.OkHttpTransport;
import app.trackx.transport.Outcome;
import app.trackx.transport.Transport;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends what the client gives it as the client would, and keeps what came back. Tells the client
 * that all is well, whatever came, so that nothing is sent twice.
 */
final class Probe implements Transport {
  private final boolean secure;
  private @Nullable OkHttpClient http;
  private volatile @Nullable Answer last;

  Probe(boolean secure) {
    this.secure = secure;
  }

  @Override
  public Outcome send(TransportRequest request) {
    long start = System.nanoTime();
    try (Response response = call(request).execute()) {
      last = Answer.of(response, request.length(), millisSince(start));
    } catch (IOException noAnswer) {
      last = Answer.none(noAnswer, request.length(), millisSince(start));
    } catch (Exception unexpected) { // checked ones too: Kotlin throws them without saying so
      last = Answer.none(new IOException(unexpected), request.length(), millisSince(start));
    }
    return Outcome.sent();
  }

  /** Not without a trust store that can be read, if there is one. */
  private Call call(TransportRequest request) {
    Call call = client(request).newCall(http(request));
    call.timeout().timeout(request.timeout().toNanos(), TimeUnit.NANOSECONDS);
    return call;
  }

  private OkHttpClient client(TransportRequest request) {
    OkHttpClient ready = http;
    if (ready == null) {
      ready = OkHttpTransport.client(secure, request.timeout());
      http = ready;
    }
    return ready;
  }

  private static Request http(TransportRequest request) {
    Request.Builder http = new Request.Builder()
        .url(request.url())
        .post(RequestBody.create(request.body(), (MediaType) null));
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      http.header(header.getKey(), header.getValue());
    }
    http.header("Accept-Encoding", "identity");
    return http.build();
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  /** What came back since this was asked last; null if nothing did. */
  @Nullable
  Answer take() {
    Answer answer = last;
    last = null;
    return answer;
  }
}
