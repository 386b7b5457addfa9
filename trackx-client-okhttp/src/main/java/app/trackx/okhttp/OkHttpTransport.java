package app.trackx.okhttp;

import app.trackx.transport.Outcome;
import app.trackx.transport.Transport;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A transport that sends events over the application's own OkHttp client, version 4.12 or 5.
 *
 * <pre>{@code
 * OkHttpClient http = ...;
 * TrackX.setup(TrackXClient.builder(endpoint).transport(OkHttpTransport.over(http)));
 * }</pre>
 *
 * <p>The transport uses the client's proxy, proxy authenticator, DNS, socket factories,
 * certificates, timeouts, interceptors and event listener. It overrides these settings:
 *
 * <ul>
 *   <li>Redirects are never followed.
 *   <li>OkHttp never repeats a request whose body may have been sent, with one exception: it
 *       repeats a request that was refused with 401 or 407 if the client's authenticator provides
 *       credentials. In addition, if a reused connection is closed before a response arrives, the
 *       transport sends the request once more on a new connection, because the server may have
 *       closed the idle connection at that moment.
 *   <li>The timeout of the request limits the whole call, including that second attempt.
 *   <li>Cookies are neither sent nor stored, and the cache is not used.
 *   <li>Events have their own connection, over HTTP/1.1 (HTTP/2 only if the client requires {@link
 *       Protocol#H2_PRIOR_KNOWLEDGE}).
 * </ul>
 *
 * <p><b>The URL of a request contains the project's key, a write credential.</b> The client's
 * interceptors and event listeners see it: a logging interceptor logs the URL, and an interceptor
 * that adds a token to each request also sends that token to the TrackX server. Pass a client
 * without such interceptors. Instrumentation of OkHttp, such as a tracing agent, records the URL
 * too.
 *
 * <p>Thread-safe. The application's client is neither changed nor closed.
 */
public final class OkHttpTransport implements Transport {
  /** Less than the five seconds after which Node closes an idle connection. */
  private static final long KEEP_ALIVE_SECONDS = 4;

  private static final int BODY_START = 128;

  private final Call.Factory calls;
  private final @Nullable OkHttpClient client;

  private OkHttpTransport(Call.Factory calls, @Nullable OkHttpClient client) {
    this.calls = calls;
    this.client = client;
  }

  /**
   * Returns a transport over an OkHttp client.
   *
   * <p>Pass the {@link OkHttpClient} itself if you can. The transport cannot override the settings
   * of any other call factory or of a subclass of {@code OkHttpClient}: redirects, cookies,
   * protocols and connections stay as configured there. A response that follows a redirect is then
   * classified as the redirect itself, not as an acceptance. A connection that is closed without a
   * response causes an {@link IOException}, and the TrackX client retries with backoff.
   *
   * @param calls the application's client, or a factory that wraps it
   * @return a new transport
   */
  public static OkHttpTransport over(Call.Factory calls) {
    Objects.requireNonNull(calls, "calls");
    if (calls.getClass() != OkHttpClient.class) {
      return new OkHttpTransport(calls, null);
    }
    OkHttpClient copy = copy((OkHttpClient) calls);
    return new OkHttpTransport(copy, copy);
  }

  private static OkHttpClient copy(OkHttpClient client) {
    OkHttpClient.Builder copy = client
        .newBuilder()
        .followRedirects(false)
        .followSslRedirects(false)
        .cookieJar(CookieJar.NO_COOKIES)
        .cache(null)
        .connectionPool(new ConnectionPool(1, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS))
        .addNetworkInterceptor(new ConnectionWatch());
    if (!client.protocols().contains(Protocol.H2_PRIOR_KNOWLEDGE)) {
      // over HTTP/2, a rate limit that closes the connection would look like a protocol error
      copy.protocols(Collections.singletonList(Protocol.HTTP_1_1));
    }
    return copy.build();
  }

  @Override
  public Outcome send(TransportRequest request) throws IOException {
    long deadline = System.nanoTime() + request.timeout().toNanos();
    Attempt attempt = new Attempt();
    Outcome outcome = send(request, attempt, deadline);
    if (outcome != null) {
      return outcome;
    }
    if (attempt.isReused()) {
      idle(); // forces a new connection
      outcome = send(request, new Attempt(), deadline);
    }
    return outcome == null ? Outcome.closedWithoutAnswer() : outcome;
  }

  /** Sends the request once; returns null if the connection was closed without a response. */
  private @Nullable Outcome send(TransportRequest request, Attempt attempt, long deadline)
      throws IOException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new InterruptedIOException("timeout");
    }
    Call call = calls.newCall(http(request, attempt));
    call.timeout().timeout(left, TimeUnit.NANOSECONDS);
    try (Response response = call.execute()) {
      return outcome(response, attempt);
    } catch (IOException e) {
      if (!call.isCanceled() && attempt.wasClosedWithoutAnswer(e)) {
        return null;
      }
      return outcome(e, call);
    }
  }

  private static Request http(TransportRequest request, Attempt attempt) {
    Request.Builder http = new Request.Builder()
        .url(request.url())
        .post(new OneShotBody(request, attempt))
        .tag(Attempt.class, attempt);
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      http.header(header.getKey(), header.getValue());
    }
    http.header("Accept-Encoding", "identity"); // gzip is not worth loading for a two-byte response
    return http.build();
  }

  private static Outcome outcome(Response response, Attempt attempt) {
    Response first = response;
    for (Response prior = response; prior != null; prior = prior.priorResponse()) {
      if (prior.code() / 100 == 3) {
        first = prior; // the factory followed a redirect without the event
      }
    }
    String proxy = attempt.proxy();
    if (first.code() == 407 && proxy != null) {
      return Outcome.proxyFailed(first.code(), proxy);
    }
    return Outcome.ofResponse(
        first.code(), new HeadersOf(first), first == response ? bodyStart(response) : "");
  }

  private static String bodyStart(Response response) {
    int status = response.code();
    if (status / 100 != 2 && status != 401 && status != 403 && status != 404) {
      return ""; // it would not change the outcome
    }
    try {
      return response.peekBody(BODY_START).string();
    } catch (IOException slowOrBroken) {
      return "";
    }
  }

  private Outcome outcome(IOException failure, Call call) throws IOException {
    int status = ProxyFailure.status(failure);
    String proxy =
        status == 0 || client == null ? null : ProxyFailure.proxy(client, call.request());
    if (proxy == null) {
      throw failure;
    }
    return Outcome.proxyFailed(status, proxy);
  }

  /** Closes the idle connection if the connection pool is the transport's own. */
  @Override
  public void idle() {
    if (client != null) {
      client.connectionPool().evictAll();
    }
  }

  private static final class HeadersOf implements Function<String, @Nullable String> {
    private final Response response;

    HeadersOf(Response response) {
      this.response = response;
    }

    @Override
    public @Nullable String apply(String name) {
      return response.header(name);
    }
  }
}
