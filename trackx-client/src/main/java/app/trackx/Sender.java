package app.trackx;

import app.trackx.internal.delivery.DetachedThreads;
import app.trackx.internal.http.HttpTransport;
import app.trackx.internal.jvm.ClassLoading;
import app.trackx.transport.Outcome;
import app.trackx.transport.Transport;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests of events and pings, has the transport send them, and says what is wrong with the
 * answer. Confined to the sending thread.
 */
final class Sender {
  /** A status for failures without an answer that are not the network's. */
  private static final int DEFECT = 599;

  private static final String USER_AGENT = "User-Agent";
  private static final byte[] NOTHING = new byte[0];

  private final Endpoint endpoint;
  private final Map<String, String> pingHeaders;
  private final Map<String, String> eventHeaders;
  private final Duration callTimeout;
  private final Transport transport;
  private final Warnings warnings;
  private final MemoryReserve reserve;
  private final Refusals refusals;

  /** Whether the transport has answered, so that what it needs is loaded. */
  private boolean warm;

  Sender(Options options, Warnings warnings, MemoryReserve reserve, Refusals refusals) {
    this.refusals = refusals;
    this.endpoint = options.endpoint;
    this.callTimeout = options.callTimeout;
    this.transport = options.transport != null
        ? options.transport
        : new HttpTransport(new HttpThreads(), reserve);
    this.warnings = warnings;
    this.reserve = reserve;
    // the session is a hash over these two, so pings and events must bear the same
    this.pingHeaders = new LinkedHashMap<>();
    pingHeaders.put("Origin", options.origin);
    pingHeaders.put(USER_AGENT, UserAgent.ofThisJvm());
    this.eventHeaders = new LinkedHashMap<>(pingHeaders);
    eventHeaders.put("Content-Type", "application/json");
  }

  /** Returns false while the transport's first request would break classes of the JVM. */
  boolean isReady() {
    return warm || ClassLoading.isSafe(endpoint.secure() ? ClassLoading.MANY : ClassLoading.FEW);
  }

  /** Sends the body of an event, in the session of a visitor or in its own. Never throws. */
  Outcome sendEvent(byte[] body, @Nullable String visitor) {
    Outcome answer = send(endpoint.eventUrl(), of(visitor, eventHeaders), body);
    Outcome outcome = refusals.ofEvent(answer);
    warnIfRefused(answer, outcome);
    return outcome;
  }

  /** Sends a ping, of a visitor or of its own. Never throws. */
  Outcome sendPing(@Nullable String visitor) {
    Outcome answer = send(endpoint.pingUrl(), of(visitor, pingHeaders), NOTHING);
    Outcome outcome = refusals.ofPing(answer);
    warnIfRefused(answer, outcome);
    return outcome;
  }

  /** The one part of a session's hash that a client on a server controls is the User-Agent. */
  private static Map<String, String> of(@Nullable String visitor, Map<String, String> headers) {
    if (visitor == null) {
      return headers;
    }
    Map<String, String> own = new LinkedHashMap<>(headers);
    own.put(USER_AGENT, headers.get(USER_AGENT) + " visitor/" + visitor);
    return own;
  }

  /** Nothing is left to send. */
  void idle() {
    try {
      transport.idle();
    } catch (Throwable failedInTransport) {
      // its own business
    }
  }

  private Outcome send(String url, Map<String, String> headers, byte[] body) {
    Outcome outcome;
    Throwable failure = null;
    try {
      outcome = sendWithReserve(new TransportRequest(url, headers, body, callTimeout));
      warm = true;
    } catch (IOException e) {
      outcome = Outcome.retry(0);
      failure = e;
    } catch (OutOfMemoryError e) {
      outcome = Outcome.retry(0); // as silence: better times may come
      ClassLoading.noticeOutOfMemory(e.getMessage());
      failure = e;
    } catch (Throwable e) {
      // a defect of the transport or of the class path, perhaps with this event alone
      outcome = Outcome.retry(DEFECT);
      failure = e;
    }
    Thread.interrupted(); // an interceptor may have left it set, and the next request would fail
    if (outcome == null) {
      outcome = Outcome.retry(DEFECT);
      failure = new IllegalStateException("the transport returned null");
    }
    warn(outcome, failure);
    return outcome;
  }

  /** At once again with the memory reserve: an application whose heap is full may soon end. */
  private Outcome sendWithReserve(TransportRequest request) throws IOException {
    try {
      return transport.send(request);
    } catch (OutOfMemoryError full) {
      if (!reserve.release()) {
        throw full;
      }
      return transport.send(request);
    }
  }

  /** Makes the transport's own threads. */
  private static final class HttpThreads implements ThreadFactory {
    @Override
    public Thread newThread(Runnable task) {
      return DetachedThreads.create(ThreadNames.HTTP, task);
    }
  }

  private void warn(Outcome outcome, @Nullable Throwable failure) {
    if (reserve.isReleased()) {
      return; // a logging backend may take more memory to load than all that there is
    }
    switch (outcome.kind()) {
      case RETRY:
        warnings.unreachable(outcome, failure);
        break;
      case RATE_LIMITED:
        warnings.rateLimited(outcome.status(), outcome.retryAfter());
        break;
      default:
    }
  }

  private void warnIfRefused(Outcome answer, Outcome outcome) {
    if (answer.kind() != Outcome.Kind.MISCONFIGURED || reserve.isReleased()) {
      return;
    }
    switch (outcome.kind()) {
      case REJECTED:
        warnings.requestRejected(answer);
        break;
      case RETRY:
        warnings.allRejected(answer);
        break;
      default:
        warnings.misconfigured(answer);
    }
  }
}
