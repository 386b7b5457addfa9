package app.trackx;

import app.trackx.internal.delivery.TimeSource;
import app.trackx.internal.jvm.ClassLoading;
import app.trackx.internal.stack.CauseChain;
import app.trackx.internal.stack.ThreadStop;
import app.trackx.transport.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client of one TrackX project. Most applications have one and reach it through {@link TrackX};
 * several may live side by side.
 *
 * <p>Every method may be called from any thread, virtual ones too, at any time, after {@link
 * #close()} as well. None throws, and none but {@link #flush}, {@link #close} and {@link #preview}
 * blocks, does I/O, or waits for a lock: an error is handed over in about a microsecond and delivered by two daemon
 * threads, {@code trackx-process} and {@code trackx-send}, which start with the first event and
 * end when there has been nothing to do for ten seconds. Only while the JVM is shutting down
 * may a thread that captures an error wait for its delivery, see {@link Builder#shutdownTimeout}.
 *
 * <p>An error that was captured is delivered, or counted in an event of the same error that is, or
 * counted under a reason that {@link #diagnostics()} shows. What is captured once more on its way up,
 * logged and then not caught say, is {@linkplain Diagnostics#duplicates() a duplicate}. As long as the {@linkplain
 * Builder#rateLimit rate limit} lets everything through, each error is an event of its own; what has
 * to wait is folded, and says in {@code meta.occurrences}, {@code firstSeen} and {@code lastSeen}
 * for how many errors it stands. When the JVM ends, a shutdown hook sends what is pending, for {@link
 * Builder#shutdownTimeout} at most. The server knows no event id: if its answer is lost on the way,
 * the event is sent again and may be stored twice.
 */
public final class TrackXClient implements AutoCloseable {
  private static final int MAX_EXTRA_META = 1_000;

  // constants, so that the first error does not initialize a class when stack or heap is exhausted
  private static final EventType BY_HAND = EventType.PROGRAMMATIC;
  private static final EventType UNCAUGHT = EventType.UNHANDLED_ERROR;

  private final LiveMeta meta = new LiveMeta();
  final @Nullable Delivery delivery;
  private final JvmHooks hooks = new JvmHooks();
  private final long shutdownNanos;
  private final boolean pingsItself;

  private TrackXClient(@Nullable Options options, Duration shutdownTimeout, boolean pingsItself) {
    this.pingsItself = pingsItself;
    this.shutdownNanos = shutdownTimeout.toNanos();
    this.delivery = options == null ? null : new Delivery(options, TimeSource.SYSTEM);
    if (delivery != null) {
      delivery.endWith(hooks);
    }
  }

  /**
   * The options of a new client.
   *
   * @param endpoint {@code https://host/v1/<key>} as the dashboard shows it; a trailing slash or
   *     {@code /event} is forgiven, and so are quotes and invisible characters around it. Null or
   *     blank makes a client that does nothing, for machines where nothing is to be reported
   * @return a builder, for one thread
   * @throws IllegalArgumentException if it is not an endpoint, a placeholder that was not replaced
   *     included; {@link TrackX#setup(String)} logs a warning instead. The message says what is
   *     expected and does not repeat the key
   */
  public static Builder builder(@Nullable String endpoint) {
    return new Builder(endpoint);
  }

  /**
   * Sends an error. Returns at once; a null does nothing.
   *
   * @param error what went wrong
   */
  public void sendEvent(@Nullable Throwable error) {
    if (error != null) {
      try {
        accept(BY_HAND, error, null, null, null);
      } catch (StackOverflowError noStack) {
        Delivery target = delivery;
        if (target != null) {
          target.counters.withoutStack++; // no call: there is no stack for one
        }
      }
    }
  }

  /**
   * Sends an error and what else is to be known of it. Returns at once; a null error does nothing.
   *
   * @param error what went wrong
   * @param extraMeta goes over what {@link #meta()} says, key by key; the entries are read before
   *     this method returns, their values may be read later, on the delivery thread; null for
   *     nothing
   */
  public void sendEvent(@Nullable Throwable error, @Nullable Map<String, ?> extraMeta) {
    if (error != null) {
      try {
        accept(BY_HAND, error, null, extraMeta, null);
      } catch (StackOverflowError noStack) {
        Delivery target = delivery;
        if (target != null) {
          target.counters.withoutStack++; // no call: there is no stack for one
        }
      }
    }
  }

  /**
   * Registers a session for today (UTC) with the server, or does nothing if there is one. A server
   * tells sessions apart by Origin, address and User-Agent, so one application on one host is one
   * session a day, and its events belong to that session.
   */
  public void ping() {
    Delivery target = delivery;
    if (target != null) {
      try {
        target.ping();
      } catch (Throwable neverToTheHost) {
        ThreadStop.rethrow(neverToTheHost);
        // no thread to be had: the ping goes with the next event
      }
    }
  }

  /**
   * Registers a session of a visitor for today (UTC), such as the user of a web application; may be
   * called with every request. Only the first call of a day for a visitor does more than look into
   * a table: it asks for a ping, which is sent after events and the application's own ping, within
   * the {@linkplain Builder#rateLimit rate limit}, of which the default lets six a minute through;
   * most of a burst is left for errors. JVMs behind one address share the server's limit.
   *
   * <p>At most 1 024 wait. Those that come then, those that are not sent by midnight, and those that
   * wait when the client is closed or the JVM ends are dropped: the first time that there is no room
   * is a warning, and {@link Diagnostics#pingsDropped()} counts them. Nothing waits for such a ping:
   * not {@link #flush}, not {@link #close()}, not the end of the JVM. An event that was sent
   * {@linkplain Capture#visitor for the visitor} makes a ping that waits needless.
   *
   * <p>The client knows visitors again by 64 bits of their tokens, of 131 072 at most. Among 100 000
   * visitors two have the same bits once in four billion days; then one session is not counted.
   *
   * @param visitor a token of {@link VisitorPseudonym#tokenOf}, or any 26 characters of {@code
   *     [a-z2-7]} that say nothing of a person, made anew for each request; null for the
   *     application's own session, as {@link #ping()}; anything else is counted as dropped, and the
   *     first time is a warning
   */
  public void ping(@Nullable String visitor) {
    if (visitor == null) {
      ping();
      return;
    }
    Delivery target = delivery;
    if (target != null) {
      try {
        target.ping(visitor);
      } catch (Throwable neverToTheHost) {
        ThreadStop.rethrow(neverToTheHost);
        // no thread to be had, or no memory: with the visitor's next request, perhaps
      }
    }
  }

  /**
   * What goes with every event of this client. Live and thread-safe; a null value goes as a JSON
   * null. Changes hold for what is captured after them. The views {@code keySet()}, {@code values()}
   * and {@code entrySet()} are snapshots and read-only.
   *
   * @return the one map of this client
   */
  public Map<String, @Nullable Object> meta() {
    return meta;
  }

  /**
   * Starts an event of which more is known than its error; what adapters of other libraries use.
   *
   * @param type what kind of event
   * @return an event to fill and send, for the calling thread
   */
  public Capture capture(EventType type) {
    return new Capture(this, type == null ? EventType.UNKNOWN : type);
  }

  /**
   * What became of everything that was captured.
   *
   * @return counts as of now
   */
  public Diagnostics diagnostics() {
    Delivery source = delivery;
    return source == null ? Diagnostics.NONE : source.diagnostics();
  }

  /**
   * Waits until what was captured before this call has come to its end, and does not wait for the
   * rate limit meanwhile, so a flush after every error ends with a server that asks for silence; a
   * server that is down is asked once a second. Events that went to the
   * spool directory are not waited for. Blocks the calling thread.
   *
   * @param timeout how long to wait at most; zero or less only looks
   * @return true if nothing of it is pending any more; false if time ran out, if the server has
   *     asked for silence, or if the thread was interrupted, which stays set. What is pending stays
   *     pending
   */
  public boolean flush(Duration timeout) {
    Delivery target = delivery;
    return target == null || target.flush(nanos(timeout));
  }

  /**
   * Takes nothing more in and sends what is pending, for {@link Builder#shutdownTimeout} at most,
   * which this call waits for; what is left then goes to the {@linkplain Builder#spoolDirectory
   * spool directory}, or is counted as {@link DropReason#SHUTDOWN}, or, if a request is under way at
   * that moment, when it ends. What was lost, now or before, is said in one warning. Takes the uncaught-exception handler and the shutdown hook back. A second call
   * does nothing.
   */
  @Override
  public void close() {
    close(true);
  }

  /** The same, and whether to wait for what is pending. */
  void close(boolean wait) {
    Delivery target = delivery;
    try {
      hooks.close();
    } finally { // even if the thread is stopped
      if (target != null) {
        target.close(shutdownNanos, wait);
      }
    }
  }

  /** Has {@code next}, which nobody knows yet, go on where this client is if the endpoint is the same. */
  void prepareTakeover(TrackXClient next) {
    Delivery source = delivery;
    Delivery target = next.delivery;
    if (source != null && target != null) {
      source.prepareTakeover(target);
    }
  }

  /** Whether a client whose place this one takes has not handed over all yet. */
  boolean isTakingOver() {
    Delivery target = delivery;
    return target != null && target.state().takesFrom != null;
  }

  /** As {@link #close(boolean)} without waiting, but what is pending goes to {@code next} if that can be. */
  void giveWay(TrackXClient next) {
    hooks.close();
    Delivery source = delivery;
    Delivery target = next.delivery;
    if (source != null && target != null) {
      source.giveWay(target, shutdownNanos);
    } else if (source != null) {
      source.close(shutdownNanos, false);
    }
  }

  /** Hooks the client into the JVM: the end of it, and uncaught errors if so wished. */
  void install(boolean captureUncaught) {
    Delivery target = delivery;
    if (target != null) {
      rehearse(target);
      hooks.installExit(target, shutdownNanos);
      target.start();
      if (pingsItself) {
        hooks.startPings(target);
      }
      if (captureUncaught) {
        hooks.installHandler(this);
      }
    }
  }

  /**
   * Goes the way of an error once, which goes nowhere. A class whose initialization fails for want of
   * stack stays broken for as long as the JVM runs, and the first error may be a StackOverflowError: all
   * that the caller's thread goes through is loaded and initialized now.
   */
  private void rehearse(Delivery target) {
    try {
      CurrentVisitor.get();
      ClassLoading.noticeOutOfMemory(null);
      Throwable error = new Throwable();
      ThreadStop.rethrow(error);
      Occurrence way = occurrence(BY_HAND, 0, error, Thread.currentThread(), null, null);
      if (way != null) {
        target.rehearse(way);
      }
    } catch (Throwable neverToTheHost) {
      ThreadStop.rethrow(neverToTheHost);
    }
  }

  /** What the uncaught-exception handler calls, on the thread that is about to end. */
  void uncaught(Thread thread, Throwable error) {
    accept(UNCAUGHT, error, thread, null, null);
  }

  /**
   * What would be sent for an error: the exact JSON, after scrubber and handler. Nothing is sent. For
   * tests and for a look at what leaves: takes a millisecond or more, and waits for another preview,
   * for ten seconds at most.
   *
   * @param error what went wrong; it is taken as if {@link #sendEvent(Throwable)} were called here
   *     and now. The {@link OnErrorHandler} runs on the calling thread, perhaps while it runs on the
   *     delivery thread; what it captures meanwhile is {@link DropReason#RECURSIVE}
   * @return the body of the request; null if the handler cancels the event, if it or the scrubber
   *     throws, or if the client is off
   */
  public @Nullable String preview(Throwable error) {
    Delivery target = delivery;
    if (target == null) {
      return null;
    }
    try {
      Occurrence occurrence =
          occurrence(BY_HAND, target.now(), error, Thread.currentThread(), null, null);
      return occurrence == null ? null : target.preview(occurrence);
    } catch (Throwable neverToTheHost) {
      ThreadStop.rethrow(neverToTheHost);
      return null;
    }
  }

  /**
   * Whether what is captured goes anywhere: there is an endpoint, and the client is not closed.
   *
   * @return false for a client that does nothing
   */
  public boolean isEnabled() {
    Delivery target = delivery;
    return target != null && !target.isClosing();
  }

  /**
   * Whether this client sends to that project, whatever its other options are. An adapter that has
   * an endpoint of its own asks the process-wide client first: two clients of one project would send
   * an error twice that both hear of, and twice as much as the server lets through.
   *
   * @param endpoint {@code https://host/v1/<key>}, in any of the forms that {@link #builder} takes
   * @return true if it is enabled and the endpoint is the same; false for null, and for what is none
   */
  public boolean reportsTo(@Nullable String endpoint) {
    Delivery target = delivery;
    if (endpoint == null || target == null || target.isClosing()) {
      return false;
    }
    try {
      return target.reportsTo(Endpoint.parse(endpoint));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  /** An error that an adapter gave up is counted. */
  void drop(DropReason reason) {
    Delivery target = delivery;
    if (target != null) {
      try {
        target.drop(reason);
      } catch (Throwable neverToTheHost) {
        ThreadStop.rethrow(neverToTheHost);
        // no thread to be had to say it; it is counted
      }
    }
  }

  /**
   * The hot path: what every captured error goes through on the application's thread. Throws what stops
   * the thread, and a StackOverflowError if the error was not counted: the methods that applications call
   * catch it and raise {@link Counters#withoutStack}, for which they need no further stack.
   *
   * @param thread on which it happened; null for the calling one
   */
  void accept(
      EventType type,
      @Nullable Throwable reason,
      @Nullable Thread thread,
      @Nullable Map<String, ?> extraMeta,
      Occurrence.@Nullable Details details) {
    Delivery target = delivery;
    if (target == null) {
      return;
    }
    Occurrence occurrence;
    try {
      Thread where = thread == null ? Thread.currentThread() : thread;
      if (reason instanceof OutOfMemoryError) {
        target.makeRoom(); // first: until then nothing can be allocated, nor a class be loaded
      }
      try {
        occurrence = occurrence(type, target.now(), reason, where, extraMeta, details);
      } catch (OutOfMemoryError full) {
        target.makeRoom();
        occurrence = occurrence(type, target.now(), reason, where, extraMeta, details);
      }
    } catch (StackOverflowError noStack) {
      throw noStack;
    } catch (Throwable neverToTheHost) {
      target.lost();
      ThreadStop.rethrow(neverToTheHost);
      return;
    }
    if (occurrence == null) {
      target.recursive();
    } else {
      target.accept(occurrence);
    }
  }

  /** Null if it was captured while the calling thread captures another, or the same. */
  private @Nullable Occurrence occurrence(
      EventType type,
      long now,
      @Nullable Throwable reason,
      Thread thread,
      @Nullable Map<String, ?> extraMeta,
      Occurrence.@Nullable Details details) {
    int[] depth = CaptureDepth.ofThisThread();
    if (depth[0] > 0) {
      return null;
    }
    depth[0]++;
    try {
      return new Occurrence(
          type,
          now,
          reason == null ? null : CauseChain.of(reason),
          details != null && details.thread != null ? details.thread : thread.getName(),
          meta.snapshot(),
          Occurrence.copyOf(extraMeta, MAX_EXTRA_META),
          details);
    } finally {
      depth[0]--; // no call: there may be no stack for one
    }
  }

  private static long nanos(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    return duration.compareTo(Duration.ofDays(365)) > 0
        ? TimeUnit.DAYS.toNanos(365)
        : duration.toNanos();
  }

  /** The counts; never the key. */
  @Override
  public String toString() {
    return "TrackXClient{" + (delivery == null ? "off" : diagnostics().toString()) + "}";
  }

  /**
   * Options of a client. For one thread; each option is checked when it is set. May be built from
   * more than once.
   */
  public static final class Builder {
    private static final String DEFAULT_ORIGIN = "java";
    private static final Duration LONGEST = Duration.ofHours(1);

    private final @Nullable Endpoint endpoint;
    private @Nullable Scrubber scrubber;
    private @Nullable OnErrorHandler onError;
    private String origin = DEFAULT_ORIGIN;
    private @Nullable String release;
    private @Nullable String environment;
    private RateLimit rateLimit = RateLimit.DEFAULT;
    private int queueCapacity = 256;
    private Duration callTimeout = Duration.ofSeconds(10);
    private Duration shutdownTimeout = Duration.ofSeconds(2);
    private @Nullable Boolean captureUncaught;
    private @Nullable Transport transport;
    private @Nullable Path spoolDirectory;
    private boolean autoPing;

    private Builder(@Nullable String endpoint) {
      this.endpoint = Endpoint.parseIfSet(endpoint);
    }

    /**
     * Looks at every event before it is sent: to scrub, to add, to cancel. What it adds is not
     * scrubbed again.
     *
     * @param onError runs on the delivery thread; null, the default, for none
     * @return this
     */
    public Builder onError(@Nullable OnErrorHandler onError) {
      this.onError = onError;
      return this;
    }

    /**
     * What takes personal data and secrets out of an event, before the {@link #onError} handler.
     *
     * @param scrubber runs on the delivery thread; null, the default, for {@link
     *     Scrubber#standard()}
     * @return this
     */
    public Builder scrubber(@Nullable Scrubber scrubber) {
      this.scrubber = scrubber;
      return this;
    }

    /**
     * The value of the {@code Origin} header. A project that names its allowed origins accepts only
     * one of those, exactly; a made-up one such as the default works for projects that allow {@code
     * *}.
     *
     * @param origin printable ASCII without spaces, such as {@code https://shop.example.com}; a
     *     slash at the end of a web origin is taken off; null for the default, {@code java}
     * @return this
     * @throws IllegalArgumentException if it is empty, longer than 200 characters, or not printable
     *     ASCII
     */
    public Builder origin(@Nullable String origin) {
      this.origin = origin == null ? DEFAULT_ORIGIN : checkedOrigin(origin.trim());
      return this;
    }

    static String checkedOrigin(String text) {
      String value = text;
      while (value.startsWith("http") && value.endsWith("/")) {
        value = value.substring(0, value.length() - 1);
      }
      if (value.isEmpty() || value.length() > 200) {
        throw new IllegalArgumentException("origin is empty or longer than 200 characters");
      }
      for (int i = 0; i < value.length(); i++) {
        if (value.charAt(i) <= ' ' || value.charAt(i) >= 0x7f) {
          throw new IllegalArgumentException("origin is not printable ASCII without spaces");
        }
      }
      return value;
    }

    /**
     * The release that runs, such as {@code 1.4.2} or a commit: {@code meta.release}.
     *
     * @param release null, the default, for none
     * @return this
     */
    public Builder release(@Nullable String release) {
      this.release = release;
      return this;
    }

    /**
     * Where it runs, such as {@code production}: {@code meta.environment}.
     *
     * @param environment null, the default, for none
     * @return this
     */
    public Builder environment(@Nullable String environment) {
      this.environment = environment;
      return this;
    }

    /**
     * How often to send.
     *
     * @param rateLimit the default is a burst of 30 and then 6 a minute, which upstream's default
     *     server lets through
     * @return this
     */
    public Builder rateLimit(RateLimit rateLimit) {
      this.rateLimit = Objects.requireNonNull(rateLimit, "rateLimit");
      return this;
    }

    /**
     * How many different errors may wait for the server; the same error again is only counted in
     * the one that waits. When the queue is full, the one that was repeated most gives way, and is
     * counted with all its repetitions, or goes to the {@link #spoolDirectory} while the server is
     * down. Twice as many errors, at least 128, may wait to be looked at, of which one thread or one
     * kind of error cannot take all. One event takes some 5 to 20 KB.
     *
     * @param queueCapacity events, at least 1; 256 by default
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder queueCapacity(int queueCapacity) {
      if (queueCapacity < 1) {
        throw new IllegalArgumentException("queueCapacity < 1: " + queueCapacity);
      }
      this.queueCapacity = queueCapacity;
      return this;
    }

    /**
     * How long one request may take, from connecting to the last byte of the answer. A name look-up
     * may add what the system's resolver takes.
     *
     * @param callTimeout 1 ms to 1 hour; 10 s by default
     * @return this
     * @throws IllegalArgumentException if it is out of its range
     */
    public Builder callTimeout(Duration callTimeout) {
      this.callTimeout = checked("callTimeout", callTimeout, Duration.ofMillis(1));
      return this;
    }

    /**
     * How long the end of the JVM, or {@link TrackXClient#close()}, may be held up by events that
     * are pending. Nothing is held up if none is, or once two requests in a row got no
     * answer. Half of the time is for sending; what is left then is written to the {@link
     * #spoolDirectory}, if there is one, while it is still being sent. An error that is captured
     * after that, by another shutdown hook for example, is waited for on the thread that captures it, for what is
     * left of this time: nothing else would keep the JVM from ending. With 0 nothing is waited for,
     * and so nothing is written.
     *
     * <p>At the end of the JVM, time in which it is not run does not count, such as in a container that has
     * used up its share of the processor. By the clock that may be fourteen times as long at most.
     *
     * @param shutdownTimeout 0 to 1 hour; 2 s by default
     * @return this
     * @throws IllegalArgumentException if it is out of its range
     */
    public Builder shutdownTimeout(Duration shutdownTimeout) {
      this.shutdownTimeout = checked("shutdownTimeout", shutdownTimeout, Duration.ZERO);
      return this;
    }

    private static Duration checked(String name, Duration value, Duration least) {
      if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            name + " not in " + least + ".." + LONGEST + ": " + value);
      }
      return value;
    }

    /**
     * Whether to capture errors that nothing catches, with the JVM's default uncaught-exception
     * handler. The handler that was there before is called afterwards; where there was none, what
     * the JVM would have printed is printed.
     *
     * @param captureUncaught by default true for a client that {@link TrackX#setup} makes, and
     *     false for one that is built otherwise: the handler is the whole JVM's
     * @return this
     */
    public Builder captureUncaught(boolean captureUncaught) {
      this.captureUncaught = captureUncaught;
      return this;
    }

    /**
     * Sends through something else than the client's own HTTP/1.1 transport: the application's OkHttp
     * with the artifact {@code trackx-client-okhttp}, or a test's recorder.
     *
     * @param transport used on the sending thread; null, the default, for the client's own
     * @return this
     */
    public Builder transport(@Nullable Transport transport) {
      this.transport = transport;
      return this;
    }

    /**
     * Where events may wait on disk: what is pending when the JVM ends or the client is closed, and
     * what does not fit in memory while the server is down. They are written after the {@link
     * #onError} handler saw them, and sent by the next client that is built with the same endpoint
     * and directory, or by this one as soon as the server is back.
     *
     * <p>The directory is made, readable for its owner only, when there is something to write; one
     * file an event, at most 1 000 files and 16 MiB for each client, of which the oldest go first. Several JVMs may
     * share it: what a running one wrote is left to it. If writing fails, that is one warning, and
     * the events are dropped as without a directory. An event that was under way when the JVM ended
     * may arrive twice.
     *
     * <p>On a volume to which other users may write, such as those of Kubernetes, a directory {@code
     * trackx-<user id>} of this user's own is made below it. A directory of another user to which
     * only that user may write is refused, with one warning.
     *
     * @param spoolDirectory a directory of this user's, or one that users share; null, the default,
     *     for none: nothing is written to disk
     * @return this
     */
    public Builder spoolDirectory(@Nullable Path spoolDirectory) {
      this.spoolDirectory = spoolDirectory;
      return this;
    }

    /**
     * Whether to register the application's own session by itself: one {@link TrackXClient#ping()}
     * when the client is made and one within ten minutes after each midnight UTC, until it is
     * closed. For an application that runs for days and has no visitors of its own. It costs a
     * daemon thread, {@code trackx-ping}, that looks at the clock each quarter of an hour at least.
     * A clock that was set back over midnight may cost two pings more than needed, which the server
     * does not count. A ping that waits is waited for by {@link TrackXClient#flush} and at the end, as
     * events are.
     *
     * @param autoPing false by default
     * @return this
     */
    public Builder autoPing(boolean autoPing) {
      this.autoPing = autoPing;
      return this;
    }

    /**
     * Makes the client. Opens no connection, and starts no thread unless there is a {@link
     * #spoolDirectory} to look at, or {@link #autoPing} is on.
     *
     * @return a client that is ready
     */
    public TrackXClient build() {
      TrackXClient client = prepare();
      boolean done = false;
      try {
        client.install(captureUncaught != null && captureUncaught);
        done = true;
        return client;
      } finally {
        if (!done) { // nobody else can take back what is hooked into the JVM
          client.close(false);
        }
      }
    }

    /** Makes a client that is not yet hooked into the JVM. */
    TrackXClient prepare() {
      return new TrackXClient(options(), shutdownTimeout, autoPing);
    }

    private @Nullable Options options() {
      return endpoint == null
          ? null
          : new Options(
              endpoint,
              origin,
              scrubber,
              onError,
              release,
              environment,
              rateLimit,
              queueCapacity,
              callTimeout,
              transport,
              spoolDirectory);
    }

    /** What {@link #captureUncaught} is for the process-wide client. */
    boolean capturesUncaughtByDefault() {
      return captureUncaught == null || captureUncaught;
    }
  }
}
