package app.trackx;

import app.trackx.internal.delivery.SendGate;
import app.trackx.internal.http.TlsSupport;
import app.trackx.internal.spool.SpoolFailure;
import app.trackx.transport.Outcome;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says each kind of trouble once as a warning that tells what to do, and after that at debug.
 *
 * <p>A drop may be noticed on a thread of the application, where nothing may be logged; it is noted
 * there and said by the delivery thread.
 */
final class Warnings {
  private static final DropReason[] REASONS = DropReason.values();

  private static final int MOST_LINES_AT_END = 10;

  private final Endpoint endpoint;
  private final String origin;
  private final boolean[] dropped = new boolean[REASONS.length]; // racy: at worst due twice
  private final boolean[] said = new boolean[REASONS.length]; // guarded by this
  private volatile boolean anyDue;
  private boolean pingDropped; // racy, too
  private boolean pingDroppedSaid; // guarded by this
  private boolean noToken; // racy, too
  private boolean noTokenSaid; // guarded by this
  private boolean noThread; // racy, too
  private boolean noThreadSaid; // guarded by this
  private boolean readableSaid; // delivery thread
  private boolean unreachableSaid;
  private boolean pageSaid;
  private boolean proxySaid;
  private boolean lockedSaid;
  private boolean closedSaid;
  private boolean refusedSaid;
  private boolean refusedAloneSaid;
  private boolean refusedForNowSaid;
  private boolean brokenSaid;
  private volatile boolean noRoomSaid;
  private volatile boolean spoolSaid;
  private volatile boolean hangSaid;
  private boolean unreadableSaid; // disk thread
  private boolean endSaid;
  private long saidAtEnd; // guarded by this
  private int linesAtEnd; // guarded by this

  Warnings(Endpoint endpoint, String origin) {
    this.endpoint = endpoint;
    this.origin = origin;
  }

  /** Others, that nobody says. */
  Warnings silent() {
    return new Warnings(endpoint, origin);
  }

  /** Notes the first drop for a reason. Any thread. */
  void dropped(DropReason reason) {
    // a refused endpoint has a warning of its own that says more, and the end has its one line
    if (reason != DropReason.MISCONFIGURED
        && reason != DropReason.SHUTDOWN
        && !dropped[reason.ordinal()]) {
      dropped[reason.ordinal()] = true;
      anyDue = true;
    }
  }

  /** Notes that a visitor's ping was dropped for want of room. Any thread. */
  void pingDropped() {
    if (!pingDropped) {
      pingDropped = true;
      anyDue = true;
    }
  }

  /** Notes that a visitor was given as something else than a token. Any thread. */
  void noToken() {
    if (!noToken) {
      noToken = true;
      anyDue = true;
    }
  }

  /** Notes that the JVM did not start a thread for the client. The client's own threads. */
  void noThread() {
    if (!noThread) {
      noThread = true;
      anyDue = true;
    }
  }

  /** Says what was noted. The client's own threads. */
  void sayWhatIsDue() {
    while (anyDue) {
      DropReason reason = nextDue();
      if (isNoThreadDue()) {
        Log.warn(
            "The JVM could not start a thread for the TrackX client. Errors were queued until it"
                + " could; those for which the queue had no room were dropped and counted. Raise the"
                + " limit of threads (pids of the container, ulimit -u), look for a thread leak, or have the"
                + " security manager allow threads.");
      }
      if (isNoTokenDue()) {
        Log.warn(
            "Pings of visitors are dropped, so their sessions are not counted: ping(visitor) was"
                + " called with something else than a token of 26 characters of [a-z2-7], such as"
                + " VisitorPseudonym makes.");
      }
      if (isPingDue()) {
        Log.warn("Pings of visitors are dropped, so their sessions are not counted: more visitors"
            + " come than the rate limit lets through. Raise it on both sides: here with"
            + " rateLimit(RateLimit.of(burst, permits, period)), and in front of the server, where"
            + " upstream's nginx has the rate of a limit_req zone and its burst. From now on"
            + " diagnostics() counts this in silence.");
      }
      if (reason != null) {
        Log.warn("An error was captured but will not reach TrackX: it was dropped because "
            + reason.because()
            + ". From now on diagnostics() counts this in silence.");
      }
    }
  }

  private synchronized boolean isNoThreadDue() {
    boolean due = noThread && !noThreadSaid;
    noThreadSaid |= due;
    return due;
  }

  private synchronized boolean isNoTokenDue() {
    boolean due = noToken && !noTokenSaid;
    noTokenSaid |= due;
    return due;
  }

  private synchronized boolean isPingDue() {
    boolean due = pingDropped && !pingDroppedSaid;
    pingDroppedSaid |= due;
    return due;
  }

  private synchronized @Nullable DropReason nextDue() {
    anyDue = false;
    for (DropReason reason : REASONS) {
      int i = reason.ordinal();
      if (dropped[i] && !said[i]) {
        said[i] = true;
        anyDue = true; // perhaps not the last
        return reason;
      }
    }
    return null;
  }

  /** An event goes out that others could read on its way; once. Delivery thread. */
  void sayIfReadable() {
    if (!readableSaid) {
      readableSaid = true;
      if (endpoint.isReadableOnTheWay()) {
        Log.warn("Errors and the project's key go to the TrackX server at "
            + endpoint
            + " in clear, for everyone on the way to read: use an https endpoint.");
      }
    }
  }

  /** The server did not answer, or answered that it failed. Sending thread. */
  void unreachable(Outcome outcome, @Nullable Throwable failure) {
    int status = outcome.status();
    if (failure == null && status / 100 == 2) {
      page(outcome);
      return;
    }
    if (failure == null && (status == 407 || !outcome.detail().isEmpty())) {
      proxyFailed(outcome);
      return;
    }
    String what = failure == null
        ? (outcome.status() == 0 ? "gives no answer" : "answers with status " + outcome.status())
        : "cannot be reached (" + failure.getClass().getName() + ")";
    String text = "The TrackX server at " + endpoint + " " + what;
    if (unreachableSaid) {
      Log.debug(text);
      return;
    }
    unreachableSaid = true;
    if (failure instanceof LinkageError) {
      text += unlinked(failure.getMessage());
    } else if (failure instanceof SSLException && TlsSupport.lacksEllipticCurves()) {
      text += ": this Java runtime lacks the module " + TlsSupport.MODULE
          + ", without which servers refuse TLS. Add it (jlink --add-modules " + TlsSupport.MODULE
          + ")";
    }
    Log.warn(text
        + ". Events wait and are sent when it is back; what does not fit is dropped"
        + " and counted.");
  }

  /** A page came in place of the server's answer. */
  private void page(Outcome outcome) {
    String text = "The TrackX server at "
        + endpoint
        + " did not accept an event: HTTP "
        + outcome.status()
        + " came with a page ("
        + outcome.detail()
        + "), which TrackX never sends";
    if (pageSaid) {
      Log.debug(text);
      return;
    }
    pageSaid = true;
    Log.warn(text
        + ". It is the login of a gateway or the challenge of a firewall, or the endpoint is the"
        + " address of a website. Events wait and are sent again: let this application reach the"
        + " TrackX API without a login or challenge, or correct the endpoint.");
  }

  private void proxyFailed(Outcome outcome) {
    int status = outcome.status();
    String proxy = outcome.detail().isEmpty() ? "A proxy" : "The proxy " + outcome.detail();
    String text = proxy
        + " does not let requests through to the TrackX server at "
        + endpoint
        + ": HTTP "
        + status;
    if (proxySaid) {
      Log.debug(text);
      return;
    }
    proxySaid = true;
    Log.warn(text + ". " + proxyAdvice(status) + " Events wait and are sent again.");
  }

  private static String proxyAdvice(int status) {
    String exempt = "exempt the TrackX server from the proxy (-Dhttp.nonProxyHosts).";
    if (status == 407) {
      return "It asks for a login: set one with java.net.Authenticator.setDefault (the JDK has no"
          + " http.proxyUser property), or "
          + exempt;
    }
    return status / 100 == 5
        ? "It could not reach the server: check the proxy, or " + exempt
        : "It refuses to connect to that host and port: allow them in the proxy, or " + exempt;
  }

  /** A runtime that jlink made may be without what the transport asks for. */
  private static String unlinked(@Nullable String missing) {
    return missing != null && missing.startsWith("java/")
        ? ": this Java runtime lacks " + missing + "; make it with the module that has it"
            + " (jlink --add-modules)"
        : ", which looks like two versions of one library on the class path";
  }

  /** The client itself cannot work. Delivery thread. */
  void broken(Throwable failure) {
    if (!brokenSaid) {
      brokenSaid = true;
      Log.warn("The TrackX client cannot work ("
          + failure.getClass().getName()
          + missingClass(failure)
          + "): check that the client's jar is whole and that the class path has no other version"
          + " of it. All events are dropped.");
    }
  }

  /**
   * Nothing can be sent before the JVM has descriptors and memory for classes. Not even {@link Log} may
   * be loaded then. The client's own threads.
   */
  void noRoomForClasses() {
    if (!noRoomSaid) {
      noRoomSaid = true;
      System.err.println(
          "[trackx] This JVM has no file descriptors or no metaspace left for loading"
              + " classes. Events are queued and sent when it has. Look for files and connections that"
              + " are never closed, or raise the limit (ulimit -n, -XX:MaxMetaspaceSize).");
    }
  }

  /** Its message is the name of a class. */
  private static String missingClass(Throwable failure) {
    return failure instanceof NoClassDefFoundError ? ": " + failure.getMessage() : "";
  }

  /** The spool directory failed. The client's own threads. */
  void spoolFailed(Throwable failure) {
    String text = "Events cannot wait on disk: "
        + (failure instanceof SpoolFailure
            ? failure.getMessage()
            : failure.getClass().getName());
    if (spoolSaid) {
      Log.debug(text);
      return;
    }
    spoolSaid = true;
    Log.warn(text + ". They wait in memory as far as they fit; the rest is dropped and counted.");
  }

  /** A file could not be read, which says nothing of its content. Disk thread. */
  void spoolUnreadable(IOException failure) {
    String text = "Events in the spool directory cannot be read now: "
        + (failure instanceof SpoolFailure
            ? failure.getMessage()
            : failure.getClass().getName());
    if (unreadableSaid) {
      Log.debug(text);
      return;
    }
    unreadableSaid = true;
    Log.warn(text
        + ". Their files stay and are read again later, at the latest after the next start. Check"
        + " the limit of open files, the permissions and the volume of the directory.");
  }

  /** The disk under the spool directory does not answer. The client's own threads. */
  void spoolHangs(long seconds) {
    String text = "The disk under the spool directory has not answered for " + seconds + " s";
    if (hangSaid) {
      Log.debug(text);
      return;
    }
    hangSaid = true;
    Log.warn(text
        + ". Events are sent from memory and wait there as far as they fit; the rest is dropped and"
        + " counted. The directory is used again when the disk answers. Check the volume, or choose"
        + " a spoolDirectory on a local disk.");
  }

  /** The server asked for silence. Sending thread. */
  void locked(int status, Duration lock) {
    if (status == 0) {
      closedWithoutAnswer(lock);
      return;
    }
    String text = "The TrackX server at "
        + endpoint
        + " asks for silence: "
        + status
        + ", for "
        + SendGate.bounded(lock).getSeconds()
        + " s";
    if (lockedSaid) {
      Log.debug(text);
      return;
    }
    lockedSaid = true;
    Log.warn(text
        + ". Nothing is sent until then. If several clients share this address, give each a"
        + " smaller rateLimit, or raise the server's limit.");
  }

  private void closedWithoutAnswer(Duration pause) {
    String text = "The TrackX server at " + endpoint + " closed the connection without an answer";
    if (closedSaid) {
      Log.debug(text);
      return;
    }
    closedSaid = true;
    Log.warn(text
        + ". Most likely this is its rate limit: upstream's nginx configuration answers it like"
        + " this. Events wait and are sent again in "
        + SendGate.bounded(pause).getSeconds()
        + " s. If several clients share this address, give each a smaller rateLimit, or raise the"
        + " server's limit. If events never arrive, check that the endpoint has the right scheme"
        + " (https, perhaps) and port, and that no firewall closes the connection.");
  }

  /** One event or ping was refused by an endpoint that accepted others. Sending thread. */
  void refusedAlone(Outcome outcome) {
    String text = "A request to the TrackX server at "
        + endpoint
        + ", which accepted others, was answered with HTTP "
        + outcome.status();
    if (refusedAloneSaid) {
      Log.debug(text);
      return;
    }
    refusedAloneSaid = true;
    Log.warn(text
        + ". It is dropped and counted, others are still sent. Most likely a web firewall dislikes"
        + " words in it, such as SQL in a message: exempt POST requests to the TrackX API from its"
        + " rules.");
  }

  /** Events are refused by an endpoint that accepted others: they wait. Sending thread. */
  void refusedForNow(Outcome outcome) {
    String text = "The TrackX server at "
        + endpoint
        + " accepted events before, but now each is answered with HTTP "
        + outcome.status();
    if (refusedForNowSaid) {
      Log.debug(text);
      return;
    }
    refusedForNowSaid = true;
    Log.warn(text + ". " + advice(outcome) + " Events wait, and one at a time is tried again.");
  }

  /** The endpoint, its key or the origin is wrong. Sending thread. */
  void refused(Outcome outcome) {
    String text = "The TrackX server at " + endpoint + " refuses events: " + outcome.status();
    if (refusedSaid) {
      Log.debug(text);
      return;
    }
    refusedSaid = true;
    Log.warn(text + ". " + advice(outcome) + " Events are dropped and counted until it is right.");
  }

  private String advice(Outcome outcome) {
    int status = outcome.status();
    if (status / 100 == 3) {
      return "It redirects to another address, which is never followed with an event: set the"
          + " endpoint to the final address (https, perhaps).";
    }
    if (status == 404) {
      return "There is no TrackX API at this address: copy the endpoint from the project's page in"
          + " the dashboard, and check what a proxy in front of the server does with the path.";
    }
    if (status == 401) {
      return "Something in front of it, a proxy perhaps, asks for a login: let this application"
          + " reach the API without one.";
    }
    if (outcome.detail().contains("origin")) {
      return "The project accepts named origins only, and '"
          + origin
          + "' is not one of them: set origin(\"https://…\") to one of the project's allowed"
          + " origins, exactly (no trailing slash, no default port), or allow * in the project."
          + " A made-up origin such as java works only with *.";
    }
    if (outcome.detail().contains("key")) {
      return "It does not know the key: copy the endpoint from the project's page in the dashboard.";
    }
    return "Check the endpoint's key, the project's allowed origins (this client's is '"
        + origin
        + "'), and what stands in front of the server.";
  }

  /**
   * What was lost when the client was closed or the JVM ended, in one line; nothing if nothing was.
   *
   * @param inMemory errors that have not come to their end, and will not
   */
  void lostAtEnd(Diagnostics diagnostics, long inMemory) {
    long lost = diagnostics.totalDropped() + inMemory;
    if (!isNewAtEnd(lost)) {
      return;
    }
    Log.warn(lost
        + (lost == 1 ? " error" : " errors")
        + " of "
        + diagnostics.captured()
        + " did not reach the TrackX server at "
        + endpoint
        + " before the end: "
        + (diagnostics.totalDropped() == 0 ? "" : "dropped " + diagnostics.dropped())
        + (diagnostics.totalDropped() == 0 || inMemory == 0 ? "" : ", and ")
        + (inMemory == 0 ? "" : stillWaiting(inMemory))
        + ".");
  }

  private static String stillWaiting(long inMemory) {
    return inMemory
        + (inMemory == 1 ? " was" : " were")
        + " still waiting, for which a longer shutdownTimeout or a spoolDirectory helps";
  }

  /** Whether so many have been said to be lost, or are being said at this moment. Any thread. */
  synchronized boolean isEndSaid(long lost) {
    return lost <= saidAtEnd || linesAtEnd == MOST_LINES_AT_END;
  }

  /** Another shutdown hook may fail after the end was said; then it is said again. */
  private synchronized boolean isNewAtEnd(long lost) {
    if (isEndSaid(lost)) {
      return false;
    }
    saidAtEnd = lost;
    linesAtEnd++;
    return true;
  }
}
