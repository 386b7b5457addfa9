package app.trackx.internal.http;

import app.trackx.transport.Outcome;
import app.trackx.transport.Transport;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests with OkHttp, on the calling thread.
 *
 * <p>Loading and building OkHttp costs some 300 ms of a core, so this class is not touched before
 * the first request, and then on the sending thread. {@code execute} and not {@code enqueue}: the
 * dispatcher's threads are no daemons and would hold the JVM for a minute. HTTP/1.1 alone, since
 * one request at a time gains nothing from HTTP/2 and its reader thread; one connection, given up
 * before the server does it (Node closes an idle one after five seconds).
 */
public final class OkHttpTransport implements Transport {
  private static final long KEEP_ALIVE_SECONDS = 4;

  private final @Nullable OkHttpClient own;
  private final Call.Factory calls;

  private OkHttpTransport(@Nullable OkHttpClient own, Call.Factory calls) {
    this.own = own;
    this.calls = calls;
  }

  /** A transport with a client of its own. */
  public static OkHttpTransport create(boolean tls, Duration timeout) {
    OkHttpClient client = client(tls, timeout);
    return new OkHttpTransport(client, client);
  }

  /** What that sends with. */
  public static OkHttpClient client(boolean tls, Duration timeout) {
    return new OkHttpClient.Builder()
        .protocols(Collections.singletonList(Protocol.HTTP_1_1))
        // without TLS there is no reason to load the JDK's trust store
        .connectionSpecs(
            Collections.singletonList(tls ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT))
        .connectionPool(new ConnectionPool(1, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS))
        .socketFactory(new NoDelaySocketFactory())
        .followRedirects(false)
        .followSslRedirects(false)
        // half, so that a second address of the host has a chance within the call's timeout
        .connectTimeout(Math.max(1, timeout.toMillis() / 2), TimeUnit.MILLISECONDS)
        .readTimeout(0, TimeUnit.MILLISECONDS) // the whole call is bounded instead
        .writeTimeout(0, TimeUnit.MILLISECONDS)
        .build();
  }

  /**
   * A transport over the application's OkHttp client, which is never closed or changed here. What it
   * does with redirects is the application's affair, so ours is a copy that follows none; it shares
   * pool, dispatcher and all the rest.
   */
  public static OkHttpTransport over(Call.Factory calls) {
    if (calls.getClass() != OkHttpClient.class) {
      return new OkHttpTransport(null, calls);
    }
    OkHttpClient.Builder copy = ((OkHttpClient) calls).newBuilder();
    return new OkHttpTransport(
        null, copy.followRedirects(false).followSslRedirects(false).build());
  }

  @Override
  public Outcome send(TransportRequest request) throws IOException {
    Request.Builder http = new Request.Builder().url(request.url()).post(new OneShotBody(request));
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      http.header(header.getKey(), header.getValue());
    }
    http.header("Accept-Encoding", "identity"); // a two-byte answer is not worth loading gzip for
    Call call = calls.newCall(http.build());
    call.timeout().timeout(request.timeout().toNanos(), TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      return read(response);
    }
  }

  private static Outcome read(Response response) {
    // a call factory of the application's may follow a redirect, but what arrived then was no event
    Response first = response.priorResponse();
    int status = first != null && first.code() / 100 == 3 ? first.code() : response.code();
    Function<String, @Nullable String> headers = new Function<String, @Nullable String>() {
      @Override
      public @Nullable String apply(String name) {
        return response.header(name);
      }
    };
    return Outcome.ofResponse(status, headers, Answers.hasWords(status) ? detail(response) : "");
  }

  /** The server's first words; none if they do not come. */
  private static String detail(Response response) {
    try {
      return response.peekBody(Answers.WORDS_BYTES).string();
    } catch (IOException slowOrBroken) {
      return "";
    }
  }

  @Override
  public void idle() {
    if (own != null) {
      own.connectionPool().evictAll();
    }
  }
}
