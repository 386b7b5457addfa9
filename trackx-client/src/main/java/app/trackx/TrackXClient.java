package app.trackx;

import app.trackx.internal.json.LiveMeta;
import app.trackx.internal.jvm.ThreadStop;
import app.trackx.internal.jvm.TimeSource;
import app.trackx.internal.settings.Endpoint;
import app.trackx.internal.stack.SourceUrls;
import app.trackx.internal.tasks.TaskListener;
import app.trackx.internal.tasks.WatchedCompletion;
import app.trackx.internal.tasks.WatchedExecutors;
import app.trackx.internal.trail.CurrentTrail;
import app.trackx.transport.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client of one TrackX project. Most applications have one and reach it through {@link TrackX};
 * several may coexist.
 *
 * <p>All methods may be called from any thread, including virtual threads, at any time, even after
 * {@link #close()}. None throws. Only {@link #flush}, {@link #close} and {@link #preview} block, do
 * I/O or wait for a lock, except that {@link #sendReport} waits for the look-up of another report:
 * capturing an error takes about a microsecond on the caller's thread. Two
 * daemon threads, {@code trackx-process} and {@code trackx-send}, do the work. They start with the
 * first event and end after ten seconds with nothing to send. Only while the JVM shuts down may a thread that
 * captures an error wait for its delivery; see {@link Builder#shutdownTimeout}.
 *
 * <p>Every captured error is delivered, folded into a delivered event of the same error, or counted
 * under a reason in {@link #diagnostics()}. An error that is captured again while it propagates,
 * for example logged and then uncaught, counts as
 * {@linkplain Diagnostics#duplicates() a duplicate}.
 *
 * <p>The first error of a kind is sent at once. Repeats are aggregated into one event, due 10 seconds
 * later, and then after 1, 5 and 15 minutes and from then on each hour; {@code meta.occurrences},
 * {@code firstSeen} and {@code lastSeen} of the event record how many errors it stands for.
 * {@code sendEvent} is an event each time while there is budget to spare, and any error is with
 * {@link RateLimit#none()}; see {@link RateLimit}. {@link #flush} and {@link #close} send open
 * aggregates. When the JVM shuts down, a shutdown hook sends pending events for at most
 * {@link Builder#shutdownTimeout}. The server supports no event ids: if its response is lost, the
 * event is sent again and may be stored twice.
 */
public final class TrackXClient implements AutoCloseable {
  final @Nullable Delivery delivery; // null if the client is disabled
  private final @Nullable ErrorRecorder recorder; // the delivery's, one step nearer for each error
  private final LiveMeta meta = new LiveMeta();
  private final JvmHooks hooks = new JvmHooks();
  private final long shutdownNanos;
  private final boolean pingsItself;
  private final boolean keepsTrail;

  /** Created with the first task. Two threads may create two, which do the same. */
  private @Nullable TaskListener tasks;

  private TrackXClient(@Nullable Options options, Duration shutdownTimeout, boolean pingsItself) {
    this.pingsItself = pingsItself;
    this.shutdownNanos = shutdownTimeout.toNanos();
    this.keepsTrail = options != null && options.trail;
    if (keepsTrail) {
      CurrentTrail.use();
    }
    this.delivery = options == null ? null : new Delivery(options, meta, TimeSource.SYSTEM);
    this.recorder = delivery == null ? null : delivery.recorder;
    if (delivery != null) {
      delivery.atEnd(hooks);
    }
  }

  /**
   * Returns a builder for a new client.
   *
   * @param endpoint {@code https://host/v1/<key>} as the dashboard shows it. A trailing slash or
   *     {@code /event}, and quotes and invisible characters around it, are ignored. Null or blank
   *     creates a disabled client, for machines that report nothing
   * @return a builder; not thread-safe
   * @throws IllegalArgumentException if the text is not an endpoint, for example a placeholder that
   *     was not replaced; {@link TrackX#setup(String)} logs a warning instead. The message
   *     describes the expected form and does not repeat the key
   */
  public static Builder builder(@Nullable String endpoint) {
    return new Builder(endpoint);
  }

  /**
   * Reports an error. Returns immediately.
   *
   * @param error the error; null does nothing
   */
  public void sendEvent(@Nullable Throwable error) {
    ErrorRecorder target = recorder;
    if (error != null && target != null) {
      try {
        target.accept(error, null);
      } catch (StackOverflowError noStack) {
        target.counters.withoutStack++; // not a method call: there is no stack left
      }
    }
  }

  /**
   * Reports an error with additional metadata. Returns immediately.
   *
   * @param error the error; null does nothing
   * @param extraMeta overrides the entries of {@link #meta()} key by key; null for none. The
   *     entries are read before this method returns; their values may be read later, on a worker
   *     thread
   */
  public void sendEvent(@Nullable Throwable error, @Nullable Map<String, ?> extraMeta) {
    ErrorRecorder target = recorder;
    if (error != null && target != null) {
      try {
        target.accept(error, extraMeta);
      } catch (StackOverflowError noStack) {
        target.counters.withoutStack++; // not a method call: there is no stack left
      }
    }
  }

  /**
   * Registers a session for today (UTC) with the server, unless there is one. The server identifies
   * a session by Origin, address and User-Agent. So one application on one host has one session a
   * day, and its events belong to that session.
   */
  public void ping() {
    Delivery target = delivery;
    if (target != null) {
      try {
        target.ping();
      } catch (Throwable neverToTheHost) {
        ThreadStop.rethrow(neverToTheHost);
        // no thread could be started: the ping is sent with the next event
      }
    }
  }

  /**
   * Registers a visitor's session for today (UTC), such as that of a web application's user; may be
   * called for every request.
   *
   * <p>Only a visitor's first call of the day does more than a table look-up: it queues a ping. The
   * ping is sent after events and after the application's own ping, within the
   * {@linkplain Builder#rateLimit rate limit}; by default that is six a minute, with most of a
   * burst reserved for errors. JVMs behind one address share the server's limit.
   *
   * <p>At most 1 024 pings are queued. Pings that find the queue full, that are not sent by
   * midnight, or that are pending when the client is closed or the JVM shuts down are dropped and
   * counted in {@link Diagnostics#pingsDropped()}; the first one that finds the queue full logs a
   * warning. Nothing waits for these pings: neither {@link #flush}, nor {@link #close()}, nor the
   * shutdown of the JVM. An event that is sent {@linkplain Capture#visitor for the visitor}
   * replaces a queued ping.
   *
   * <p>The client recognizes a visitor by 64 bits of the token and remembers at most 131 072
   * visitors. Among 100 000 visitors, two share these bits once in four billion days; then one
   * session is not counted.
   *
   * @param visitor a token from {@link VisitorPseudonym#tokenOf}, or any 32 characters of
   *     {@code [0-9ghjkpz]} that reveal nothing about a person, created anew for each request; null
   *     for the application's own session, as {@link #ping()}. Any other value is counted as
   *     dropped and logs a warning the first time
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
        // no thread or no memory available: the visitor's next request tries again
      }
    }
  }

  /**
   * Sends a report that a browser made of a page, such as a violation of its content security
   * policy, to the project's {@code /report}; for adapters to web frameworks. Returns immediately.
   *
   * <p>The report is scrubbed, which leaves paths of URLs as they are: the caller cuts queries and
   * replaces ids. It is not passed to the {@link OnErrorHandler} and belongs to the application's
   * own session. Anybody may cause reports, so they have a small budget: they are sent after
   * events, in three requests at once and then one a minute, of up to 16 different ones each. At
   * most 64 different ones are queued, for which neither {@link #flush} nor {@link #close()} waits;
   * {@link Diagnostics#reportsDropped()} counts the others. Equal reports are sent as one, with
   * their number as {@code body.occurrences}.
   *
   * @param report in the form of the Reporting API: {@code type}, {@code url} and {@code body},
   *     optionally {@code age} in milliseconds. Read before this method returns; clipped to 8 KiB.
   *     Dropped without a type or a URL; null does nothing
   */
  public void sendReport(@Nullable Map<String, ?> report) {
    Delivery target = delivery;
    if (report != null && target != null) {
      try {
        target.sendReport(report);
      } catch (Throwable neverToTheHost) {
        ThreadStop.rethrow(neverToTheHost);
        // no thread or no memory available: the report is sent with the next request, or lost
      }
    }
  }

  /**
   * Returns the metadata that is sent with every event of this client. The map is live and
   * thread-safe. A null value is sent as a JSON null. Changes apply to errors captured afterwards.
   * The views {@code keySet()}, {@code values()} and {@code entrySet()} are read-only snapshots.
   *
   * @return this client's map
   */
  public Map<String, @Nullable Object> meta() {
    return meta;
  }

  /**
   * Starts an event with more details than an error carries; for adapters to other libraries.
   *
   * @param type the event's type
   * @return an event to fill and send on the calling thread
   */
  public Capture capture(EventType type) {
    return new Capture(recorder, type == null ? EventType.UNKNOWN : type);
  }

  /**
   * Returns a task that reports what the given one throws, and throws it on. See
   * {@link TrackX#wrap(Runnable)}; this one reports to this client.
   *
   * @param task the task to run
   * @return the wrapped task; may run more than once
   */
  public Runnable wrap(Runnable task) {
    return RequestContext.wrap(task, tasks());
  }

  /**
   * Returns a task that reports what the given one throws, and throws it on. See
   * {@link TrackX#wrap(Callable)}; this one reports to this client.
   *
   * @param <V> the type of the result
   * @param task the task to call
   * @return the wrapped task; may be called more than once
   */
  public <V> Callable<V> wrap(Callable<V> task) {
    return RequestContext.wrap(task, tasks());
  }

  /**
   * Returns a supplier that reports what the given one throws, and throws it on. See
   * {@link TrackX#wrapSupplier}; this one reports to this client.
   *
   * @param <V> the type of the result
   * @param task the supplier to call
   * @return the wrapped supplier; may be called more than once
   */
  public <V> Supplier<V> wrapSupplier(Supplier<V> task) {
    return RequestContext.wrapSupplier(task, tasks());
  }

  /**
   * Returns an executor that reports the failures of submitted tasks that nobody learns of. See
   * {@link TrackX#watch(ExecutorService)}; this one reports to this client.
   *
   * @param pool the executor that runs the tasks
   * @return an executor that delegates every call
   */
  public ExecutorService watch(ExecutorService pool) {
    return WatchedExecutors.watch(pool, tasks());
  }

  /**
   * Returns a scheduler that reports the failures of tasks that nobody learns of. See
   * {@link TrackX#watch(ScheduledExecutorService)}; this one reports to this client.
   *
   * @param pool the scheduler that runs the tasks
   * @return a scheduler that delegates every call
   */
  public ScheduledExecutorService watch(ScheduledExecutorService pool) {
    return WatchedExecutors.watch(pool, tasks());
  }

  /**
   * Reports the failure of a future. See {@link TrackX#watch(CompletableFuture)}; this one reports to
   * this client.
   *
   * @param <V> the type of the result
   * @param future the future to watch
   * @return the same future
   */
  public <V> CompletableFuture<V> watch(CompletableFuture<V> future) {
    return WatchedCompletion.watch(future, tasks());
  }

  /** Returns where errors are captured; null if the client is disabled. */
  @Nullable
  ErrorRecorder recorder() {
    return recorder;
  }

  /** Returns the listener that reports the failures of tasks to this client. */
  private TaskListener tasks() {
    TaskListener known = tasks;
    if (known == null) {
      known = ErrorRecorder.Tasks.of(recorder);
      tasks = known;
    }
    return known;
  }

  /**
   * Returns counts of all captured errors by their outcome.
   *
   * @return a snapshot of the counts
   */
  public Diagnostics diagnostics() {
    Delivery source = delivery;
    return source == null ? Diagnostics.NONE : source.diagnostics();
  }

  /**
   * Returns the state of this client's delivery, as its last request has shown it. It may be a
   * moment old. Takes no lock.
   *
   * @return the state; {@link Diagnostics.DeliveryState#OFF} if the client has no endpoint
   */
  public Diagnostics.DeliveryState deliveryState() {
    Delivery source = delivery;
    return source == null ? Diagnostics.DeliveryState.OFF : source.state();
  }

  /**
   * Adds a listener, for metrics and tracing of the client itself. It is told what happens from now
   * on. The client keeps a reference to it until {@link #removeListener}. A client without an
   * endpoint ignores it.
   *
   * @param listener called on the client's worker threads; null does nothing
   */
  public void addListener(Diagnostics.@Nullable Listener listener) {
    Delivery target = delivery;
    if (target != null && listener != null) {
      target.counters.add(listener);
    }
  }

  /**
   * Removes a listener. A call in progress may end after this method has returned.
   *
   * @param listener a listener that was added; otherwise this method does nothing
   */
  public void removeListener(Diagnostics.@Nullable Listener listener) {
    Delivery target = delivery;
    if (target != null && listener != null) {
      target.counters.remove(listener);
    }
  }

  /**
   * Blocks until every event captured before this call has been sent or dropped.
   *
   * <p>While a flush waits, events are sent without regard to the rate limit; flushing after every
   * error therefore ends with a server that rate-limits the client. A server that is down is tried
   * once a second. Events that were moved to the spool directory are not waited for.
   *
   * @param timeout the maximum time to wait; zero or less returns immediately
   * @return true if none of these events is pending any more; false if the timeout elapsed, if the
   *     server has rate-limited the client, or if the thread was interrupted, in which case its
   *     interrupt flag stays set. Pending events stay pending
   */
  public boolean flush(Duration timeout) {
    Delivery target = delivery;
    return target == null || target.flush(nanos(timeout));
  }

  /**
   * Closes the client: stops capturing, then sends pending events and blocks until they are sent,
   * for at most {@link Builder#shutdownTimeout}.
   *
   * <p>Events that remain are written to the {@linkplain Builder#spoolDirectory spool directory} or
   * counted as {@link DropReason#SHUTDOWN}; an event whose request is in progress is counted when
   * that ends. One warning sums up all errors lost now or before. Also removes the
   * uncaught-exception handler and the shutdown hook. A second call does nothing.
   */
  @Override
  public void close() {
    close(true);
  }

  /** Closes the client, optionally without waiting for pending events. */
  void close(boolean wait) {
    Delivery target = delivery;
    try {
      hooks.close();
    } finally { // even if the thread is stopped
      if (target != null) {
        target.close(shutdownNanos, wait);
        target.counters.tellClosed();
      }
    }
  }

  /**
   * Lets {@code next}, which is not published yet, take over from this client if the endpoint is
   * the same.
   */
  void prepareTakeover(TrackXClient next) {
    Delivery source = delivery;
    Delivery target = next.delivery;
    if (source != null && target != null) {
      source.prepareTakeover(target);
    }
  }

  /**
   * Returns true while a client that this one replaces has not handed over everything. For tests.
   */
  boolean isTakingOver() {
    Delivery target = delivery;
    return target != null && target.hasPrevious();
  }

  /**
   * Closes this client without waiting and transfers its pending events to {@code next} if
   * possible. The caller tells the listeners.
   */
  void closeAndHandOver(TrackXClient next) {
    hooks.close();
    Delivery source = delivery;
    Delivery target = next.delivery;
    if (source != null && target != null) {
      source.closeAndHandOver(target, shutdownNanos);
    } else if (source != null) {
      source.close(shutdownNanos, false);
    }
  }

  /**
   * Installs the client's hooks in the JVM: the shutdown hook and, if requested, the
   * uncaught-exception handler.
   */
  void install(boolean captureUncaught) {
    Delivery target = delivery;
    if (target != null) {
      target.recorder.warmUp();
      hooks.installExit(target, shutdownNanos);
      target.start();
      if (pingsItself) {
        hooks.startPings(target);
      }
      if (captureUncaught) {
        hooks.installHandler(target.recorder);
      }
    }
  }

  /**
   * Returns the exact JSON that would be sent for an error, after scrubber and handler, without
   * sending it. For tests and for inspecting what leaves the JVM.
   *
   * <p>Takes a millisecond or more, and waits up to ten seconds for another preview to finish.
   *
   * @param error the error, processed as if {@link #sendEvent(Throwable)} were called here and now.
   *     The {@link OnErrorHandler} runs on the calling thread, possibly while it also runs on a
   *     worker thread; errors that it captures meanwhile are dropped as
   *     {@link DropReason#RECURSIVE}
   * @return the body of the request; null if the handler cancels the event, if the handler or the
   *     scrubber throws, or if the client is disabled
   */
  public @Nullable String preview(Throwable error) {
    Delivery target = delivery;
    if (target == null) {
      return null;
    }
    try {
      Occurrence occurrence = target.recorder.preview(error);
      return occurrence == null ? null : target.preview(occurrence);
    } catch (Throwable neverToTheHost) {
      ThreadStop.rethrow(neverToTheHost);
      return null;
    }
  }

  /**
   * Returns true if this client reports errors: it has an endpoint and is not closed.
   *
   * @return false for a disabled or closed client
   */
  public boolean isEnabled() {
    Delivery target = delivery;
    return target != null && !target.isClosing();
  }

  /**
   * Returns true if logging adapters that report to this client keep a {@linkplain Builder#trail
   * trail}.
   *
   * @return false, the default, and for a disabled client
   */
  public boolean keepsTrail() {
    return keepsTrail;
  }

  /**
   * Returns true if this client reports to the given project, whatever its other options are.
   *
   * <p>An adapter that has an endpoint of its own asks the process-wide client first. Two clients
   * of one project would send an error twice if both capture it, and together exceed the server's
   * limit.
   *
   * @param endpoint {@code https://host/v1/<key>}, in any form that {@link #builder} accepts
   * @return true if this client is enabled and the endpoint is the same; false for null and for
   *     malformed endpoints
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

  private static long nanos(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    return duration.compareTo(Duration.ofDays(365)) > 0
        ? TimeUnit.DAYS.toNanos(365)
        : duration.toNanos();
  }

  /** Returns the counts; never the key. */
  @Override
  public String toString() {
    return "TrackXClient{" + (delivery == null ? "off" : diagnostics().toString()) + "}";
  }

  /**
   * Builder of a client. Not thread-safe. Each option is validated when it is set. May build
   * several clients.
   */
  public static final class Builder {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final @Nullable Endpoint endpoint;
    private @Nullable Scrubber scrubber;
    private @Nullable OnErrorHandler onError;
    private String origin = Options.DEFAULT_ORIGIN;
    private @Nullable String release;
    private @Nullable String environment;
    private RateLimit rateLimit = RateLimit.DEFAULT;
    private int queueCapacity = Options.DEFAULT_QUEUE_CAPACITY;
    private Duration callTimeout = Duration.ofSeconds(Options.DEFAULT_CALL_SECONDS);
    private Duration shutdownTimeout = Duration.ofSeconds(2);
    private @Nullable Boolean captureUncaught;
    private @Nullable Transport transport;
    private @Nullable Path spoolDirectory;
    private @Nullable SourceUrls sourceUrls;
    private boolean autoPing;
    private boolean trail;

    private Builder(@Nullable String endpoint) {
      this.endpoint = Endpoint.parseIfSet(endpoint);
    }

    /**
     * Sets the handler that receives every event before it is sent, to scrub, extend or cancel it.
     * Data that it adds is not scrubbed.
     *
     * @param onError runs on a worker thread; null, the default, for none
     * @return this
     */
    public Builder onError(@Nullable OnErrorHandler onError) {
      this.onError = onError;
      return this;
    }

    /**
     * Sets the scrubber, which removes personal data and secrets from an event before the
     * {@link #onError} handler receives it.
     *
     * @param scrubber runs on a worker thread; null, the default, for {@link Scrubber#standard()}
     * @return this
     */
    public Builder scrubber(@Nullable Scrubber scrubber) {
      this.scrubber = scrubber;
      return this;
    }

    /**
     * Sets the value of the {@code Origin} header. A project that restricts its allowed origins
     * accepts only those, exactly; a made-up origin such as the default works for projects that
     * allow {@code *}.
     *
     * @param origin printable ASCII without spaces, such as {@code https://shop.example.com}; the
     *     trailing slash of a web origin is removed; null for the default, {@code java}
     * @return this
     * @throws IllegalArgumentException if it is empty, longer than 200 characters, or not printable
     *     ASCII
     */
    public Builder origin(@Nullable String origin) {
      this.origin = origin == null ? Options.DEFAULT_ORIGIN : Setting.checkedOrigin(origin.trim());
      return this;
    }

    /**
     * Sets the application's release, such as {@code 1.4.2} or a commit. Sent as
     * {@code meta.release}, scrubbed like all of meta.
     *
     * @param release null, the default, for none
     * @return this
     */
    public Builder release(@Nullable String release) {
      this.release = release;
      return this;
    }

    /**
     * Sets the deployment environment, such as {@code production}. Sent as
     * {@code meta.environment}, scrubbed like all of meta.
     *
     * @param environment null, the default, for none
     * @return this
     */
    public Builder environment(@Nullable String environment) {
      this.environment = environment;
      return this;
    }

    /**
     * Sets the rate limit for events and pings.
     *
     * @param rateLimit the default allows a burst of 30 and then 6 a minute, which upstream's
     *     default server configuration accepts
     * @return this
     */
    public Builder rateLimit(RateLimit rateLimit) {
      this.rateLimit = Objects.requireNonNull(rateLimit, "rateLimit");
      return this;
    }

    /**
     * Sets how many different errors may be queued. A repeat of a queued error is only counted in
     * its event.
     *
     * <p>When the queue is full, the event that was repeated most is evicted: it is dropped and
     * counted with all its repeats, or moved to the {@link #spoolDirectory} while the server is
     * down. In front of this queue, twice as many errors, at least 128, may await processing; a
     * single thread or a single kind of error cannot fill that space. An event takes 5 to 20 KB.
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
     * Sets the maximum duration of a request, from connecting to the last byte of the response. The
     * system's DNS resolver may add its own delay.
     *
     * @param callTimeout 1 ms to 1 hour; 10 s by default
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder callTimeout(Duration callTimeout) {
      this.callTimeout = checked("callTimeout", callTimeout, Duration.ofMillis(1));
      return this;
    }

    /**
     * Sets how long pending events may delay the shutdown of the JVM, or
     * {@link TrackXClient#close()}. There is no delay if none is pending, and the delay ends after
     * two requests in a row without a response.
     *
     * <p>Half of the time is for sending. Events that remain are then written to the
     * {@link #spoolDirectory}, if there is one, while sending continues. An error that is captured
     * later, for example by another shutdown hook, blocks the thread that captures it until it is
     * delivered, within the rest of this time: nothing else would keep the JVM running. With 0,
     * nothing is waited for and therefore nothing is spooled.
     *
     * <p>When the JVM shuts down, time in which it is not scheduled does not count, for example in
     * a container that is throttled by its CPU quota. In wall-clock time the delay may then be
     * fourteen times as long at most.
     *
     * @param shutdownTimeout 0 to 1 hour; 2 s by default
     * @return this
     * @throws IllegalArgumentException if it is out of range
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
     * Sets whether uncaught exceptions are captured, with the JVM's default uncaught-exception
     * handler. The previous handler is called afterwards; if there was none, the JVM's usual output
     * is printed.
     *
     * @param captureUncaught defaults to true for a client created by {@link TrackX#setup}, and to
     *     false for one that is built otherwise, since the handler is global to the JVM
     * @return this
     */
    public Builder captureUncaught(boolean captureUncaught) {
      this.captureUncaught = captureUncaught;
      return this;
    }

    /**
     * Replaces the client's own HTTP/1.1 transport, for example with the application's OkHttp
     * client (from the artifact {@code trackx-client-okhttp}) or with a test's recorder.
     *
     * @param transport called on the sending thread; null, the default, for the client's own
     * @return this
     */
    public Builder transport(@Nullable Transport transport) {
      this.transport = transport;
      return this;
    }

    /**
     * Sets the directory for events on disk: those that are pending when the JVM shuts down or the
     * client is closed, and those that do not fit in memory while the server is down. They are
     * written after the {@link #onError} handler has run. The next client with the same endpoint
     * and directory sends them, or this one as soon as the server is back.
     *
     * <p>The directory is created on the first write, readable by its owner only. It holds one file
     * per event, at most 1 000 files and 16 MiB per client; beyond that the oldest are dropped.
     * Several JVMs may share it: the files of a running JVM are left to that JVM. If writing fails,
     * the client logs one warning and drops the events as without a directory. An event that was in
     * flight when the JVM shut down may arrive twice.
     *
     * <p>Clients of one server with the same directory and the same {@link #rateLimit}, in any number
     * of JVMs, share one budget of requests: each takes a token out of a locked file before it sends,
     * and a refusal of one silences all. If the disk does not answer for two seconds, a client has its
     * own budget alone.
     *
     * <p>On a volume that other users may write to, such as those of Kubernetes, the client creates
     * a subdirectory {@code trackx-<user id>} of its own. A directory that belongs to another user
     * and that only that user may write to is rejected, with one warning.
     *
     * @param spoolDirectory a directory of this user, or one that users share; null, the default,
     *     for none: nothing is written to disk
     * @return this
     */
    public Builder spoolDirectory(@Nullable Path spoolDirectory) {
      this.spoolDirectory = spoolDirectory;
      return this;
    }

    /**
     * Adds the URL of the source files of a package, so that the dashboard shows the lines around
     * each of its frames. To be called once for each package prefix.
     *
     * <pre>{@code
     * builder.sourceUrl("com.acme.shop", "https://git.example.com/acme/shop/raw/main/src/main/java/")
     * }</pre>
     *
     * <p>A frame {@code com.acme.shop.cart.Cart.add} in {@code Cart.java} then has the file
     * {@code https://git.example.com/acme/shop/raw/main/src/main/java/com/acme/shop/cart/Cart.java}
     * instead of {@code com/acme/shop/cart/Cart.java}. The same holds for Kotlin, Scala and Groovy,
     * as long as the directories are those of the package. The line number stays. A frame that would
     * be longer than 1 000 characters keeps its plain file, and so does one without a source file.
     *
     * <p>The server fetches the files itself, if the project's setting "Automatically fetch source
     * maps" is on: it must be able to read them without a login.
     *
     * <p><b>The URL is part of what the server groups by.</b> A branch such as {@code main} keeps
     * one bug one issue, but the server shows lines of another version as soon as the file changes.
     * A tag or a commit in the URL always shows the right lines, but makes a new issue of every
     * known bug with each release. Setting or changing the URL does that once.
     *
     * @param packagePrefix a package, with all below it, or a class, such as {@code com.acme.shop};
     *     of several that match a frame, the longest counts. A repeated one replaces its earlier URL
     * @param url where the directories of packages begin: {@code http} or {@code https}, of at most
     *     300 characters, without user name, query and fragment; a missing slash at the end is added
     * @return this
     * @throws IllegalArgumentException if one of them is malformed; the message does not repeat it
     */
    public Builder sourceUrl(String packagePrefix, String url) {
      this.sourceUrls = knownSourceUrls().with(packagePrefix, url);
      return this;
    }

    /**
     * Adds source URLs from a configured text, such as that of {@code TRACKX_SOURCE_URLS}. See
     * {@link #sourceUrl}.
     *
     * @param pairs {@code com.acme.shop=https://git.example.com/…/}, several separated by commas or
     *     white space; null for none
     * @return this
     * @throws IllegalArgumentException if one is malformed; the message does not repeat it.
     *     {@link Setting#of} checks the name {@code sourceUrls} without throwing
     */
    public Builder sourceUrls(@Nullable String pairs) {
      if (pairs != null) {
        this.sourceUrls = knownSourceUrls().withAll(pairs);
      }
      return this;
    }

    private SourceUrls knownSourceUrls() {
      SourceUrls known = sourceUrls;
      return known == null ? new SourceUrls() : known;
    }

    /**
     * Sets whether the client registers the application's own session automatically: one
     * {@link TrackXClient#ping()} when the client is created and one within ten minutes after each
     * midnight UTC, until it is closed. For an application that runs for days and has no visitors
     * of its own.
     *
     * <p>Costs a daemon thread, {@code trackx-ping}, which checks the clock at least every quarter
     * of an hour. A clock that is set back over midnight may cause up to two extra pings, which the
     * server does not count. {@link TrackXClient#flush} and shutdown wait for a pending ping as
     * they do for events.
     *
     * @param autoPing false by default
     * @return this
     */
    public Builder autoPing(boolean autoPing) {
      this.autoPing = autoPing;
      return this;
    }

    /**
     * Sets whether logging adapters that report to this client keep a trail: the last log records of
     * each request and each job. Errors of the request carry them as {@code meta.trail}, whichever
     * client sends them and however they are captured.
     *
     * <p>A trail has at most 20 records at {@code INFO} and above and 4 KiB, of which the oldest give
     * way. A record is {@code ms}, the milliseconds before the error, {@code level}, {@code logger}
     * and {@code template}, the message without its arguments. Arguments, exceptions, MDC, markers
     * and key-value pairs are never kept. A message that is no literal of the code has no
     * {@code template}: it may contain data. Nor has the first record of a literal without arguments,
     * which cannot be told from one that does. All of it is scrubbed.
     *
     * <p>Requires an adapter of {@code trackx-client-slf4j} that receives these records, and a
     * {@link RequestContext} for each request or job, such as that of {@code trackx-client-servlet}.
     * Outside of both nothing is kept. Of errors that are folded into one event, the trail is that of
     * the first.
     *
     * @param trail false by default. For requests that begin after the client was created
     * @return this
     */
    public Builder trail(boolean trail) {
      this.trail = trail;
      return this;
    }

    /**
     * Creates the client. Opens no connection, and starts no thread unless there is a
     * {@link #spoolDirectory} to read or {@link #autoPing} is on.
     *
     * @return a running client
     */
    public TrackXClient build() {
      TrackXClient client = prepare();
      boolean done = false;
      try {
        client.install(captureUncaught != null && captureUncaught);
        done = true;
        return client;
      } finally {
        if (!done) { // no other code can remove its hooks from the JVM
          client.close(false);
        }
      }
    }

    /** Creates a client without installing its hooks in the JVM. */
    TrackXClient prepare() {
      return new TrackXClient(options(), shutdownTimeout, autoPing);
    }

    private @Nullable Options options() {
      if (endpoint == null) {
        return null;
      }
      Options made = new Options(endpoint);
      made.origin = origin;
      made.scrubber = scrubber;
      made.onError = onError;
      made.release = release;
      made.environment = environment;
      made.rateLimit = rateLimit;
      made.queueCapacity = queueCapacity;
      made.callTimeout = callTimeout;
      made.transport = transport;
      made.spoolDirectory = spoolDirectory;
      made.sourceUrls = sourceUrls;
      made.trail = trail;
      return made;
    }

    /**
     * Returns the value of {@link #captureUncaught}, with the default of the process-wide client.
     */
    boolean capturesUncaughtByDefault() {
      return captureUncaught == null || captureUncaught;
    }
  }
}
