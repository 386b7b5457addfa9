package app.trackx.relay.forward;

import app.trackx.internal.delivery.SendGate;
import app.trackx.relay.fold.Parcel;
import app.trackx.relay.intake.RequestKind;
import app.trackx.relay.metrics.Metrics;
import app.trackx.transport.Outcome;
import app.trackx.transport.Transport;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that sends to one server: one request at a time, each only when the rate limit allows it. Everything that the
 * server's answers teach is here: the budget, pauses, and whether the server was ever reached. At least once: a parcel whose
 * answer was lost is sent again.
 */
public final class Forwarder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
  private static final long LONGEST_WAIT = 1000;
  private static final int MAX_FAILURES = 5;
  private static final int REFUSALS_IN_A_ROW = 5;
  private static final List<String> DROPS = List.of("rejected", "project", "failed");

  /** The statuses with which the server rejects an event for what it contains. */
  private static final Set<Integer> OF_EVENTS = Set.of(400, 413, 422);

  private static final String NOT_TRACKX =
      "The response from {} (status {}) is not TrackX's. Events are kept and sent later. Check --server: it must be the"
          + " address of the API, not that of the dashboard.";

  private final Outbox outbox;
  private final Transport transport;
  private final SendGate gate;
  private final String server;
  private final Duration callTimeout;
  private final long longestWait; // in milliseconds: so soon a stop is noticed
  private final Metrics metrics;
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile long blockedUntil;
  private volatile boolean reachable = true;

  // confined to the thread
  private boolean accepted;
  private boolean acceptedSinceFailure;
  private int refusals;
  private boolean outage;
  private String complaint = "";

  /**
   * Creates a forwarder; {@link #start} starts its thread.
   *
   * @param gate decides when a request may be sent; used by the thread alone
   * @param server the server's URL without a path to a project, such as {@code https://api.example.com}
   * @param callTimeout the longest that a request may take
   */
  public Forwarder(
      Outbox outbox,
      Transport transport,
      SendGate gate,
      String server,
      Duration callTimeout,
      Metrics metrics) {
    this(outbox, transport, gate, server, callTimeout, metrics, LONGEST_WAIT);
  }

  Forwarder(
      Outbox outbox,
      Transport transport,
      SendGate gate,
      String server,
      Duration callTimeout,
      Metrics metrics,
      long longestWait) {
    this.longestWait = longestWait;
    this.outbox = outbox;
    this.transport = transport;
    this.gate = gate;
    this.server = server;
    this.callTimeout = callTimeout;
    this.metrics = metrics;
    thread = new Thread(this::run, "trackx-relay-send");
    thread.setDaemon(true);
    metrics.gauge(
        "server_reachable", "1 if the last request was answered.", () -> reachable ? 1 : 0);
    metrics.gauge(
        "server_wait_seconds",
        "Until the server's rate limit, or a pause after a failure, lets the next request through.",
        () -> Math.max(0, (blockedUntil - System.nanoTime()) / 1e9));
    DROPS.forEach(metrics::dropped);
    blockedUntil = System.nanoTime();
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  private void run() {
    while (stopped.getCount() > 0) {
      try {
        step();
      } catch (InterruptedException e) {
        stopped.countDown();
      } catch (RuntimeException | Error e) {
        LOG.error("Forwarding failed unexpectedly; it goes on in a while.", e);
        gate.failed();
      }
    }
    transport.idle();
  }

  private void step() throws InterruptedException {
    long wait = gate.untilEvent(false);
    blockedUntil = System.nanoTime() + wait;
    if (wait > 0) {
      transport.idle();
      long most = TimeUnit.MILLISECONDS.toNanos(longestWait);
      stopped.await(Math.min(wait, most), TimeUnit.NANOSECONDS);
      return;
    }
    long untilPing = TimeUnit.NANOSECONDS.toMillis(gate.untilPing(false));
    boolean pings = gate.untilPing(false) <= 0;
    Parcel parcel = outbox.take(pings, pings ? longestWait : Math.min(longestWait, untilPing + 1));
    if (parcel == null) {
      transport.idle();
      return;
    }
    gate.take();
    outbox.settle(parcel, send(parcel));
  }

  private Verdict send(Parcel parcel) {
    Outcome outcome;
    IOException failure = null;
    try {
      Outcome answer = transport.send(request(parcel));
      outcome = answer == null ? Outcome.retry(0) : answer;
    } catch (IOException e) {
      outcome = Outcome.retry(0);
      failure = e;
    } catch (RuntimeException | Error e) {
      LOG.error("Forwarding failed unexpectedly; it goes on in a while.", e);
      gate.failed();
      return Verdict.RETURNED;
    }
    Verdict verdict = judge(parcel, outcome, failure);
    String labels = "kind=\"" + parcel.kind().path() + "\",result=\""
        + verdict.name().toLowerCase(java.util.Locale.ROOT) + "\"";
    metrics
        .counter("forwarded_total", "Requests to the server, by what became of them.", labels)
        .increment();
    if (verdict == Verdict.SENT) {
      metrics
          .counter("forwarded_errors_total", "Errors that accepted events stand for.", "")
          .add(parcel.occurrences());
    }
    return verdict;
  }

  private TransportRequest request(Parcel parcel) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Origin", parcel.origin());
    headers.put("User-Agent", parcel.userAgent());
    if (!parcel.contentType().isEmpty()) {
      headers.put("Content-Type", parcel.contentType());
    }
    String url = server + "/v1/" + parcel.key() + '/' + parcel.kind().path();
    return new TransportRequest(url, headers, parcel.body(), callTimeout);
  }

  private Verdict judge(Parcel parcel, Outcome outcome, @Nullable IOException failure) {
    reachable = outcome.status() != 0;
    return switch (outcome.kind()) {
      case SENT -> accepted();
      case RATE_LIMITED -> rateLimited(outcome);
      case REJECTED ->
        OF_EVENTS.contains(outcome.status())
            ? rejected(parcel, outcome)
            : misconfigured(parcel, outcome);
      case MISCONFIGURED -> misconfigured(parcel, outcome);
      case RETRY -> failed(parcel, outcome, failure);
    };
  }

  private Verdict accepted() {
    gate.succeeded();
    accepted = true;
    acceptedSinceFailure = true;
    refusals = 0;
    if (outage) {
      LOG.info("The server at {} accepts events again.", server);
      outage = false;
      complaint = "";
    }
    return Verdict.SENT;
  }

  private Verdict rateLimited(Outcome outcome) {
    outage = true;
    boolean answered = outcome.status() != 0;
    if (answered) {
      gate.refused(outcome.retryAfter());
    } else {
      gate.presumeRefused();
    }
    Duration pause = Duration.ofNanos(gate.untilEvent(false));
    if (answered) {
      complain(
          "limited",
          "The server at {} rate-limited the relay. Events are kept and sent again in {} s. Lower --per-minute and --burst, or"
              + " raise the server's limit.",
          server,
          pause.toSeconds());
    } else {
      complain(
          "closed",
          "The server at {} closed the connection without an answer, as TrackX's nginx does past its rate limit."
              + " Events are kept and sent again in {} s. Lower --per-minute and --burst, or raise the server's limit.",
          server,
          pause.toSeconds());
    }
    return Verdict.RETURNED;
  }

  private Verdict rejected(Parcel parcel, Outcome outcome) {
    gate.succeeded();
    if (parcel.kind() == RequestKind.PING) {
      return Verdict.DISCARDED;
    }
    metrics.dropped("rejected").add(parcel.occurrences());
    complain(
        "rejected",
        "The server at {} rejected an event with status {}. The relay dropped it; see the metric"
            + " trackx_relay_dropped_total.",
        server,
        outcome.status());
    return Verdict.DISCARDED;
  }

  /**
   * A wrong key or origin concerns the clients of that project. Other such answers may come from something in front of the
   * server: before the server ever accepted anything, or after five in a row, its address is wrong or it is misconfigured, and
   * everything is kept.
   */
  private Verdict misconfigured(Parcel parcel, Outcome outcome) {
    String words = outcome.detail().trim();
    if (outcome.status() == 403 && words.startsWith("Invalid key")) {
      complain(
          "key",
          "The server at {} knows no project with the key of some events. The relay dropped them; check the clients'"
              + " endpoints.",
          server);
      return rejectedProject(parcel);
    }
    if (outcome.status() == 403 && words.startsWith("Invalid origin")) {
      complain(
          "origin",
          "The server at {} does not allow the origin of some events. The relay dropped them; allow the origin in"
              + " the project's settings.",
          server);
      return rejectedProject(parcel);
    }
    refusals = Math.min(refusals + 1, REFUSALS_IN_A_ROW);
    if (accepted && refusals < REFUSALS_IN_A_ROW) {
      return rejected(parcel, outcome);
    }
    outage = true;
    gate.failed();
    complain("misconfigured", NOT_TRACKX, server, outcome.status());
    return Verdict.RETURNED;
  }

  private Verdict rejectedProject(Parcel parcel) {
    gate.succeeded();
    metrics.dropped("project").add(Math.max(1, parcel.occurrences()));
    return Verdict.DISCARDED;
  }

  private Verdict failed(Parcel parcel, Outcome outcome, @Nullable IOException failure) {
    outage = true;
    gate.failed();
    if (failure != null) {
      String problem = ServerProblem.inWords(server, callTimeout, failure);
      complain("unreachable", "{} Events are kept and sent later.", problem);
    } else if (outcome.status() / 100 == 2) { // a page
      complain("misconfigured", NOT_TRACKX, server, outcome.status());
    } else if (outcome.detail().isEmpty()) {
      complain(
          "failed",
          "The server at {} failed (status {}). Events are kept and sent later. See the server's log.",
          server,
          outcome.status());
    } else {
      complain(
          "proxy",
          "The proxy {} answered with status {} in place of the server. Events are kept and sent later. Check the proxy.",
          outcome.detail(),
          outcome.status());
    }
    boolean itsOwnFault = outcome.status() >= 500 && acceptedSinceFailure;
    acceptedSinceFailure = false;
    if (!itsOwnFault) {
      return Verdict.RETURNED;
    }
    if (outbox.failures(parcel) + 1 < MAX_FAILURES) {
      return Verdict.FAILED;
    }
    metrics.dropped("failed").add(parcel.occurrences());
    return Verdict.DISCARDED;
  }

  /** Logs the first of several equal complaints. */
  private void complain(String kind, String text, Object... details) {
    if (complaint.equals(kind)) {
      LOG.debug(text, details);
    } else {
      complaint = kind;
      LOG.warn(text, details);
    }
  }

  /** Ends the thread, after the request that it is sending; waits at most as long as one may take. */
  @Override
  public void close() {
    stopped.countDown();
    try {
      thread.join(callTimeout.toMillis() + 2 * LONGEST_WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
