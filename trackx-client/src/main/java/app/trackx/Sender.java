package app.trackx;

import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.http.HttpTransport;
import app.trackx.internal.http.UserAgent;
import app.trackx.internal.jvm.ClassLoading;
import app.trackx.internal.jvm.DetachedThreads;
import app.trackx.internal.jvm.ThreadNames;
import app.trackx.internal.jvm.TimeSource;
import app.trackx.internal.log.Log;
import app.trackx.internal.settings.Endpoint;
import app.trackx.transport.Outcome;
import app.trackx.transport.Transport;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends events, pings and reports through the transport and logs warnings about failed requests. Confined to
 * the sending thread.
 */
final class Sender {
  /** The status of failures without a response that the network did not cause. */
  private static final int DEFECT = 599;

  /** An outage that lasted so long is logged when it ends, although its warnings were logged before. */
  private static final long LONG_OUTAGE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final String USER_AGENT = "User-Agent";
  private static final byte[] NOTHING = new byte[0];

  private final Endpoint endpoint;
  private final Map<String, String> pingHeaders;
  private final Map<String, String> eventHeaders;
  private final Duration callTimeout;
  private final Transport transport;
  private final Counters counters;
  private final Warnings warnings;
  private final MemoryReserve reserve;
  private final ServerHealth health;
  private final TimeSource time;

  /** The number of failed requests since the last one that the server accepted. */
  private long failures;

  /** When the first of these failed, and how many errors had been dropped by then. */
  private long failingSince;

  private long droppedBefore;

  /** True once the transport has returned an outcome, so that its classes are loaded. */
  private boolean warm;

  Sender(
      Options options,
      Counters counters,
      MemoryReserve reserve,
      ServerHealth health,
      TimeSource time) {
    this.counters = counters;
    this.warnings = counters.warnings();
    this.health = health;
    this.time = time;
    this.endpoint = options.endpoint;
    this.callTimeout = options.callTimeout;
    this.transport = options.transport != null
        ? options.transport
        : new HttpTransport(new HttpThreads(), reserve);
    this.reserve = reserve;
    // the server's session is a hash over these two headers, so pings and events must send the same
    this.pingHeaders = new LinkedHashMap<>();
    pingHeaders.put("Origin", options.origin);
    pingHeaders.put(USER_AGENT, UserAgent.ofThisJvm());
    this.eventHeaders = new LinkedHashMap<>(pingHeaders);
    eventHeaders.put("Content-Type", "application/json");
  }

  /**
   * Returns false while the transport's first request would break classes of the JVM, for lack of
   * resources.
   */
  boolean isReady() {
    return warm || ClassLoading.isSafe(endpoint.secure() ? ClassLoading.MANY : ClassLoading.FEW);
  }

  /**
   * Sends the body of an event, in the session of a visitor or of the application. Never throws.
   */
  Outcome sendEvent(byte[] body, @Nullable String visitor) {
    Outcome answer = send(endpoint.eventUrl(), of(visitor, eventHeaders), body);
    Outcome outcome = health.ofEvent(answer);
    warnIfRefused(answer, outcome);
    noticeOutage(outcome);
    return outcome;
  }

  /** Sends a ping for a visitor or for the application. Never throws. */
  Outcome sendPing(@Nullable String visitor) {
    Outcome answer = send(endpoint.pingUrl(), of(visitor, pingHeaders), NOTHING);
    Outcome outcome = health.ofPing(answer);
    warnIfRefused(answer, outcome);
    noticeOutage(outcome);
    return outcome;
  }

  /** Sends reports of browsers, in the session of the application. Never throws. */
  Outcome sendReports(byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>(pingHeaders);
    headers.put("Content-Type", "application/reports+json");
    Outcome answer = send(endpoint.reportUrl(), headers, body);
    Outcome outcome = health.ofPing(answer);
    warnIfRefused(answer, outcome);
    return outcome;
  }

  /**
   * Adds the visitor to the User-Agent, the only part of a session's hash that a server-side client
   * controls.
   */
  private static Map<String, String> of(@Nullable String visitor, Map<String, String> headers) {
    if (visitor == null) {
      return headers;
    }
    Map<String, String> own = new LinkedHashMap<>(headers);
    own.put(USER_AGENT, headers.get(USER_AGENT) + " visitor/" + visitor);
    return own;
  }

  /** Tells the transport that nothing is left to send. */
  void idle() {
    try {
      transport.idle();
    } catch (Throwable failedInTransport) {
      // a transport's failure to release resources does not concern delivery
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
      outcome = ServerHealth.OUT_OF_MEMORY; // memory may become available
      ClassLoading.noticeOutOfMemory(e.getMessage());
      failure = e;
    } catch (Throwable e) {
      // a bug in the transport or on the class path, perhaps with this event only
      outcome = Outcome.retry(DEFECT);
      failure = e;
    }
    Thread.interrupted(); // a flag that an interceptor left set would fail the next request
    if (outcome == null) {
      outcome = Outcome.retry(DEFECT);
      failure = new IllegalStateException("the transport returned null");
    }
    warn(outcome, failure);
    return outcome;
  }

  /**
   * Sends, and retries at once after releasing the memory reserve: an application whose heap is
   * full may soon exit. Not with {@link MemoryReserve#attempt}, since a request that may have
   * reached the server is repeated only if there was memory to release.
   */
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

  /** Creates the transport's own threads. */
  private static final class HttpThreads implements ThreadFactory {
    @Override
    public Thread newThread(Runnable task) {
      return DetachedThreads.create(ThreadNames.HTTP, task);
    }
  }

  /**
   * Notes when an outage begins, and logs its end once. A request that was rejected on its own
   * account says nothing about the server, nor does one for which there was no memory.
   */
  private void noticeOutage(Outcome outcome) {
    if (outcome.kind() == Outcome.Kind.SENT) {
      if (failures > 0 && !reserve.isReleased()) { // else later, see warn
        failures = 0;
        logRecovery(time.nanoTime() - failingSince);
      }
    } else if (outcome.kind() != Outcome.Kind.REJECTED && outcome != ServerHealth.OUT_OF_MEMORY) {
      if (failures == 0) {
        failingSince = time.nanoTime();
        droppedBefore = counters.totalDropped();
      }
      failures++;
    }
  }

  /** Logs the end of an outage: at debug level if it was short and logged no warning. */
  private void logRecovery(long nanos) {
    long kept = counters.read().pending();
    long lost = counters.totalDropped() - droppedBefore;
    String text = "The TrackX server at " + endpoint + " accepts events again, after an outage of "
        + duration(nanos) + ". " + kept
        + (kept == 1 ? " error was queued and is" : " errors were queued and are")
        + " being sent; " + lost + (lost == 1 ? " was" : " were") + " dropped meanwhile"
        + (lost == 0 ? "." : ", see diagnostics().");
    if (warnings.endOutage() || nanos >= LONG_OUTAGE_NANOS) {
      Log.info(text);
    } else {
      Log.debug(text);
    }
  }

  private static String duration(long nanos) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
    if (seconds < 120) {
      return seconds + " s";
    }
    long minutes = seconds / 60;
    return minutes < 120 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }

  private void warn(Outcome outcome, @Nullable Throwable failure) {
    if (reserve.isReleased()) {
      return; // loading a logging backend may need more memory than is left
    }
    // a switch over an enum would load one more class
    if (outcome.kind() == Outcome.Kind.RETRY) {
      warnings.unreachable(outcome, failure);
    } else if (outcome.kind() == Outcome.Kind.RATE_LIMITED) {
      warnings.rateLimited(outcome.status(), outcome.retryAfter());
    }
  }

  private void warnIfRefused(Outcome answer, Outcome outcome) {
    if (reserve.isReleased()) {
      return;
    }
    boolean misconfigured = answer.kind() == Outcome.Kind.MISCONFIGURED;
    boolean refused = misconfigured || answer.kind() == Outcome.Kind.REJECTED;
    if (refused && outcome.kind() == Outcome.Kind.RETRY) {
      warnings.allRejected(answer);
    } else if (misconfigured && outcome.kind() == Outcome.Kind.REJECTED) {
      warnings.requestRejected(answer);
    } else if (misconfigured) {
      warnings.misconfigured(answer);
    }
  }
}
