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
 * Sends events over the application's own OkHttp client, version 4.12 or 5.
 *
 * <pre>{@code
 * OkHttpClient http = ...;
 * TrackX.setup(TrackXClient.builder(endpoint).transport(OkHttpTransport.over(http)));
 * }</pre>
 *
 * <p>Proxy, proxy authenticator, DNS, socket factories, certificates, timeouts, interceptors and
 * event listener are those of the application's client. The rest is set for events:
 *
 * <ul>
 *   <li>Redirects are never followed.
 *   <li>OkHttp never repeats a request whose body it may have sent. The one exception: a request
 *       that was refused with 401 or 407 is repeated if the client's authenticator provides
 *       credentials. Also, if a reused connection is closed before an answer arrives, the transport
 *       sends the request once more on a new connection, because the server may have closed the
 *       idle connection just then.
 *   <li>The timeout of the request bounds the whole call, including that second try.
 *   <li>Cookies are neither sent nor stored, and the cache is not used.
 *   <li>Events have a connection of their own, over HTTP/1.1 (HTTP/2 only if the client requires
 *       {@link Protocol#H2_PRIOR_KNOWLEDGE}).
 * </ul>
 *
 * <p><b>The URL of a request contains the project's key, a write credential.</b> Interceptors and
 * event listeners of the client see it: a logging interceptor writes it to the log, and an
 * interceptor that adds a token to each request sends that token to the TrackX server as well. Pass
 * a client without such interceptors. Instrumentation of OkHttp, such as that of a tracing agent,
 * records the URL too.
 *
 * <p>Thread-safe. The application's client is neither changed nor closed.
 */
public final class OkHttpTransport implements Transport {
  /** Below the five seconds after which Node closes an idle connection. */
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
   * <p>Pass the {@link OkHttpClient} itself where you can. Of any other call factory, and of a
   * subclass of {@code OkHttpClient}, the settings cannot be seen: redirects, cookies, protocols and
   * connections are as the factory has them. An answer that comes after a redirect counts as the
   * redirect, not as an acceptance. A connection that is closed without an answer is an {@link
   * IOException}, which the TrackX client retries with backoff.
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
      // a rate limit that closes the connection shows as such, not as an error of the protocol
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
      idle(); // so that the next connection is a new one
      outcome = send(request, new Attempt(), deadline);
    }
    return outcome == null ? Outcome.closedWithoutAnswer() : outcome;
  }

  /** Sends once; null if the connection was closed without an answer. */
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
    http.header("Accept-Encoding", "identity"); // a two-byte answer is not worth loading gzip for
    return http.build();
  }

  private static Outcome outcome(Response response, Attempt attempt) {
    Response first = response;
    for (Response prior = response; prior != null; prior = prior.priorResponse()) {
      if (prior.code() / 100 == 3) {
        first = prior; // the factory followed a redirect; what arrived after it was no event
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

  /** Closes the idle connection, if it is the transport's own. */
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
