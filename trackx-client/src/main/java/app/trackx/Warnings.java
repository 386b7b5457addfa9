package app.trackx;

import app.trackx.internal.delivery.SendGate;
import app.trackx.internal.http.RejectionAdvice;
import app.trackx.internal.http.TlsSupport;
import app.trackx.internal.log.Log;
import app.trackx.internal.settings.Endpoint;
import app.trackx.internal.spool.SpoolFailure;
import app.trackx.transport.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Logs each kind of problem once as a warning that states the remedy, and after that at debug
 * level.
 *
 * <p>Application threads may notice a drop but must not log, so they only record it. The client's
 * own threads log it later.
 */
final class Warnings {
  /** The problems of which each is a warning once, besides {@link #BROKEN} and {@link #NO_ROOM}. */
  private enum Warning {
    // of an outage; see OUTAGE
    UNREACHABLE,
    WEB_PAGE,
    PROXY_FAILED,
    RATE_LIMITED,
    CLOSED_WITHOUT_RESPONSE,
    ALL_REJECTED,
    MISCONFIGURED,
    // of the connection or of one request
    UNENCRYPTED,
    REQUEST_REJECTED,
    // of this machine
    SPOOL_FAILED,
    SPOOL_UNREADABLE,
    SPOOL_HANGS,
    // of the application
    PROCESSING_HANGS
  }

  private static final DropReason[] REASONS = DropReason.values();

  private static final int MAX_LOSS_LINES = 10;

  /** The bits of the first seven warnings, those of an outage. */
  private static final int OUTAGE = (1 << 7) - 1;

  private static final String FURTHER_DROPS =
      " Further drops of this kind are only counted; see diagnostics().";

  // numbers of what application threads notice, in the order in which it is logged; no enum, whose
  // class might have to be loaded on a thread without stack
  private static final int NO_THREAD = 0;
  private static final int NO_TOKEN = 1;
  private static final int PING_DROPPED = 2;
  private static final int FIRST_REASON = 3; // plus the ordinal of a DropReason

  // the bits of the warnings for when no class can be loaded, not even that of Warning
  private static final int NO_ROOM = 1 << 31;
  private static final int BROKEN = 1 << 30;

  private final Endpoint endpoint;
  private final String origin;
  private final boolean unencrypted;

  /** What any thread has noticed, by the numbers above. Racy: at worst pending twice. */
  private final boolean[] noticed = new boolean[FIRST_REASON + REASONS.length];

  private volatile boolean anyPending;
  private int noticesLogged; // a bit for each notice; guarded by this

  /** A bit for each warning that was logged. */
  private final AtomicInteger logged = new AtomicInteger();

  /** The bits of the warnings of earlier outages. Sending thread. */
  private int loggedBeforeOutage;

  private long lossesLogged; // guarded by this
  private int lossLines; // guarded by this

  Warnings(Endpoint endpoint, String origin) {
    this.endpoint = endpoint;
    this.origin = origin;
    this.unencrypted = endpoint.leavesHostUnencrypted();
  }

  /** Returns a new instance whose recorded problems nobody logs. */
  Warnings muted() {
    return new Warnings(endpoint, origin);
  }

  /** Records the first drop for a reason. Any thread. */
  void dropped(DropReason reason) {
    // a misconfigured endpoint has its own, more specific warning; drops at shutdown are summed up
    // in one line
    if (reason != DropReason.MISCONFIGURED
        && reason != DropReason.SHUTDOWN
        && !noticed[FIRST_REASON + reason.ordinal()]) {
      noticed[FIRST_REASON + reason.ordinal()] = true;
      anyPending = true;
    }
  }

  /** Records that a visitor's ping was dropped because the queue was full. Any thread. */
  void pingDropped() {
    notice(PING_DROPPED);
  }

  /** Records that {@code ping(visitor)} was called with a value that is not a token. Any thread. */
  void noToken() {
    notice(NO_TOKEN);
  }

  /** Records that the JVM refused to start a thread for the client. The client's own threads. */
  void noThread() {
    notice(NO_THREAD);
  }

  private void notice(int number) {
    if (!noticed[number]) {
      noticed[number] = true;
      anyPending = true;
    }
  }

  /** Logs the recorded problems. The client's own threads. */
  void logPending() {
    while (anyPending) {
      String text = nextPending();
      if (text != null) {
        Log.warn(text);
      }
    }
  }

  private synchronized @Nullable String nextPending() {
    anyPending = false;
    for (int number = 0; number < noticed.length; number++) {
      int bit = 1 << number;
      if (noticed[number] && (noticesLogged & bit) == 0) {
        noticesLogged |= bit;
        anyPending = true; // there may be more
        return textOf(number);
      }
    }
    return null;
  }

  private static String textOf(int number) {
    switch (number) {
      case NO_THREAD:
        return "The JVM could not start a thread for the TrackX client. Errors were queued until a"
            + " thread started; those that did not fit in the queue were dropped and counted."
            + " Raise the thread limit (the container's pids, ulimit -u), look for a thread leak,"
            + " or allow threads in the security manager's policy.";
      case NO_TOKEN:
        return "Visitor pings are dropped, so these sessions are not counted: ping(visitor) was called"
            + " with a value that is not a token. Pass 32 characters of [0-9ghjkpz], such as a token"
            + " from VisitorPseudonym.";
      case PING_DROPPED:
        return "Visitor pings are dropped, so these sessions are not counted: there are more"
            + " visitors than the rate limit allows. Raise the limit on both sides: in this client"
            + " with rateLimit(RateLimit.of(burst, permits, period)), and in front of the server,"
            + " where upstream's nginx configures it as the rate and burst of a limit_req zone."
            + FURTHER_DROPS;
      default:
        return "A captured error was dropped and will not reach TrackX, because "
            + REASONS[number - FIRST_REASON].because()
            + "."
            + FURTHER_DROPS;
    }
  }

  /** Returns true if the warning is due; if it was logged already, logs the text at debug level. */
  private boolean isFirst(Warning warning, String text) {
    boolean first = isFirst(warning);
    if (!first) {
      Log.debug(text);
    }
    return first;
  }

  private boolean isFirst(Warning warning) {
    return claim(1 << warning.ordinal());
  }

  private boolean claim(int bit) {
    int before = logged.get();
    while ((before & bit) == 0) {
      if (logged.compareAndSet(before, before | bit)) {
        return true;
      }
      before = logged.get();
    }
    return false;
  }

  /** Warns once if events leave this machine unencrypted. Processing thread. */
  void warnIfUnencrypted() {
    if (unencrypted && isFirst(Warning.UNENCRYPTED)) {
      Log.warn("Errors and the project's key are sent unencrypted to the TrackX server at "
          + endpoint
          + ". Anyone on the network path can read them. Use an https endpoint.");
    }
  }

  /** The server did not respond, or responded with a failure. Sending thread. */
  void unreachable(Outcome outcome, @Nullable Throwable failure) {
    int status = outcome.status();
    if (failure == null && status / 100 == 2) {
      webPage(outcome);
      return;
    }
    if (failure == null && (status == 407 || !outcome.detail().isEmpty())) {
      proxyFailed(outcome);
      return;
    }
    String problem = failure == null
        ? (outcome.status() == 0 ? "did not respond" : "responded with HTTP " + outcome.status())
        : "cannot be reached (" + failure.getClass().getName() + ")";
    String text = "The TrackX server at " + endpoint + " " + problem;
    if (!isFirst(Warning.UNREACHABLE, text)) {
      return;
    }
    if (failure instanceof LinkageError) {
      text += linkageAdvice(failure.getMessage());
    } else if (failure instanceof SSLException && TlsSupport.lacksEllipticCurves()) {
      text += ": this Java runtime lacks the module " + TlsSupport.MODULE
          + ", which servers require for TLS. Add it (jlink --add-modules " + TlsSupport.MODULE
          + ")";
    }
    Log.warn(text
        + ". Events are queued and sent when the server is back; those that do not fit in the queue"
        + " are dropped and counted.");
  }

  /** A web page arrived instead of the server's response. */
  private void webPage(Outcome outcome) {
    String text = "The TrackX server at "
        + endpoint
        + " did not accept an event: the response, HTTP "
        + outcome.status()
        + ", is a web page ("
        + outcome.detail()
        + "), which TrackX never sends";
    if (isFirst(Warning.WEB_PAGE, text)) {
      Log.warn(text
          + ". It is probably a gateway's login, a firewall's challenge, or a website at the"
          + " endpoint's address. Events are queued and sent again. Let this application reach the"
          + " TrackX API without a login or challenge, or correct the endpoint.");
    }
  }

  private void proxyFailed(Outcome outcome) {
    int status = outcome.status();
    String proxy = outcome.detail().isEmpty() ? "A proxy" : "The proxy " + outcome.detail();
    String text = proxy
        + " did not forward a request to the TrackX server at "
        + endpoint
        + ": HTTP "
        + status;
    if (isFirst(Warning.PROXY_FAILED, text)) {
      Log.warn(text + ". " + proxyAdvice(status) + " Events are queued and sent again.");
    }
  }

  private static String proxyAdvice(int status) {
    String exempt = "exempt the TrackX server from the proxy (-Dhttp.nonProxyHosts).";
    if (status == 407) {
      return "The proxy requires a login: set one with java.net.Authenticator.setDefault (the JDK"
          + " has no http.proxyUser property), or "
          + exempt;
    }
    return status / 100 == 5
        ? "The proxy could not reach the server: check the proxy, or " + exempt
        : "The proxy refuses to connect to that host and port: allow them in the proxy, or "
            + exempt;
  }

  /** A runtime built by jlink may lack a module that the transport needs. */
  private static String linkageAdvice(@Nullable String missing) {
    return missing != null && missing.startsWith("java/")
        ? ": this Java runtime lacks " + missing + "; add the module that contains it"
            + " (jlink --add-modules)"
        : ": there are probably two versions of one library on the class path";
  }

  /** The client cannot be initialized. Processing thread. */
  void broken(Throwable failure) {
    if (claim(BROKEN)) { // before the log is loaded: it may be missing, too
      Log.warn("The TrackX client cannot be initialized ("
          + failure.getClass().getName()
          + missingClass(failure)
          + "). All events are dropped. Check that the client's jar is complete and that the class"
          + " path contains no other version of it.");
    }
  }

  /**
   * Nothing can be sent until the JVM has file descriptors and memory for loading classes. Even
   * {@link Log} must not be loaded until then. The client's own threads.
   */
  void noRoomForClasses() {
    if (claim(NO_ROOM)) {
      System.err.println(
          "[trackx] The JVM has no file descriptors or no metaspace left to load classes. Events are"
              + " queued and sent once it has. Look for files and connections that are never closed,"
              + " or raise the limit (ulimit -n, -XX:MaxMetaspaceSize).");
    }
  }

  /** The message of a {@code NoClassDefFoundError} is a class name, so it is safe to log. */
  private static String missingClass(Throwable failure) {
    return failure instanceof NoClassDefFoundError ? ": " + failure.getMessage() : "";
  }

  /** The spool directory failed. The client's own threads. */
  void spoolFailed(Throwable failure) {
    String text = "Events cannot be spooled to disk: "
        + (failure instanceof SpoolFailure
            ? failure.getMessage()
            : failure.getClass().getName());
    if (isFirst(Warning.SPOOL_FAILED, text)) {
      Log.warn(
          text + ". They are queued in memory; those that do not fit are dropped and counted.");
    }
  }

  /** A file could not be read; its content may be intact. Disk thread. */
  void spoolUnreadable(IOException failure) {
    String text = "Spooled events cannot be read now: "
        + (failure instanceof SpoolFailure
            ? failure.getMessage()
            : failure.getClass().getName());
    if (isFirst(Warning.SPOOL_UNREADABLE, text)) {
      Log.warn(text
          + ". Their files are kept and read later, at the latest after the next start. Check the"
          + " limit of open files, and the permissions and volume of the spool directory.");
    }
  }

  /** The disk of the spool directory hangs. The client's own threads. */
  void spoolHangs(long seconds) {
    String text = "The disk of the spool directory has not responded for " + seconds + " s";
    if (isFirst(Warning.SPOOL_HANGS, text)) {
      Log.warn(text
          + ". Events are sent from memory and queued there; those that do not fit are dropped and"
          + " counted. The directory is used again when the disk responds. Check the volume, or choose"
          + " a spoolDirectory on a local disk.");
    }
  }

  /** The processing thread does not come back from one step. Sending thread. */
  void processingHangs(long seconds) {
    String text = "The client has processed the same errors for more than " + seconds + " s";
    if (isFirst(Warning.PROCESSING_HANGS, text)) {
      Log.warn(text
          + ". Later errors are queued; those that do not fit are dropped and counted. An"
          + " OnErrorHandler, a scrubber rule, or a method of an exception or of a value in its"
          + " metadata does not return: see the thread trackx-process in a thread dump.");
    }
  }

  /** The server rate-limited this client. Sending thread. */
  void rateLimited(int status, Duration retryAfter) {
    if (status == 0) {
      closedWithoutResponse();
      return;
    }
    String text = "The TrackX server at "
        + endpoint
        + " throttles this client (HTTP "
        + status
        + "): retry after "
        + SendGate.bounded(retryAfter).getSeconds()
        + " s";
    if (isFirst(Warning.RATE_LIMITED, text)) {
      Log.warn(text
          + ". Events are queued until then. Other clients share this address, so this one now sends"
          + " less. If errors arrive too late, raise the server's limit or use a relay; see"
          + " docs/FLEETS.md.");
    }
  }

  /** Ends an outage. Returns true if a warning was logged in it. Sending thread. */
  boolean endOutage() {
    int before = loggedBeforeOutage;
    loggedBeforeOutage = logged.get() & OUTAGE;
    return before != loggedBeforeOutage;
  }

  private void closedWithoutResponse() {
    String text = "The TrackX server at " + endpoint + " closed the connection without a response";
    if (isFirst(Warning.CLOSED_WITHOUT_RESPONSE, text)) {
      Log.warn(text
          + ". Most likely this is its rate limit, which upstream's nginx configuration enforces this"
          + " way. Events are queued for 5 to 30 minutes. Other clients share this address, so this"
          + " one then sends less. If errors arrive too late, raise the server's limit or use a relay;"
          + " see docs/FLEETS.md. If none arrives, check that the endpoint has the right scheme"
          + " (https, perhaps) and port, and that no firewall closes the connection.");
    }
  }

  /** The server rejected one event or ping but accepted others. Sending thread. */
  void requestRejected(Outcome outcome) {
    String text = "A request to the TrackX server at " + endpoint
        + ", which accepted others, was rejected with HTTP " + outcome.status();
    if (isFirst(Warning.REQUEST_REJECTED, text)) {
      Log.warn(text
          + ". It is dropped and counted; others are still sent. Most likely a web firewall blocks"
          + " words in it, such as SQL in a message: exempt POST requests to the TrackX API from its"
          + " rules.");
    }
  }

  /**
   * The server has rejected five events in a row, so the others are queued. Sending thread.
   */
  void allRejected(Outcome outcome) {
    String text = "The TrackX server at "
        + endpoint
        + " has rejected at least five events in a row, the last one with HTTP "
        + outcome.status();
    if (isFirst(Warning.ALL_REJECTED, text)) {
      Log.warn(text + ". " + RejectionAdvice.of(outcome, origin)
          + " Events are queued, and one at a time is retried.");
    }
  }

  /** The endpoint, its key or the origin is wrong. Sending thread. */
  void misconfigured(Outcome outcome) {
    String text = outcome.status() == 0 && !outcome.detail().isEmpty()
        ? outcome.detail()
        : "The TrackX server at " + endpoint + " rejects all events with HTTP " + outcome.status()
            + ". " + RejectionAdvice.of(outcome, origin);
    if (isFirst(Warning.MISCONFIGURED, text)) {
      Log.warn(text + " Events are dropped and counted until this is fixed.");
    }
  }

  /**
   * Logs in one line how many errors were lost when the client was closed or the JVM shut down;
   * logs nothing if none were.
   *
   * @param inMemory errors still in memory, which will not be delivered
   */
  void lostAtShutdown(Diagnostics diagnostics, long inMemory) {
    long lost = diagnostics.totalDropped() + inMemory;
    if (!claimLossLine(lost)) {
      return;
    }
    Log.warn(lost
        + (lost == 1 ? " error" : " errors")
        + " of "
        + diagnostics.captured()
        + " did not reach the TrackX server at "
        + endpoint
        + " before shutdown: "
        + (diagnostics.totalDropped() == 0 ? "" : "dropped " + diagnostics.dropped())
        + (diagnostics.totalDropped() == 0 || inMemory == 0 ? "" : ", and ")
        + (inMemory == 0 ? "" : stillPending(inMemory))
        + ".");
  }

  private static String stillPending(long inMemory) {
    return inMemory
        + (inMemory == 1 ? " was" : " were")
        + " still pending. Set a longer shutdownTimeout or a spoolDirectory";
  }

  /** Returns true if this many losses were logged already or are being logged now. Any thread. */
  synchronized boolean isLossLogged(long lost) {
    return lost <= lossesLogged || lossLines == MAX_LOSS_LINES;
  }

  /** Another shutdown hook may fail after the losses were logged; then they are logged again. */
  private synchronized boolean claimLossLine(long lost) {
    if (isLossLogged(lost)) {
      return false;
    }
    lossesLogged = lost;
    lossLines++;
    return true;
  }
}
