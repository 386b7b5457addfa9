package app.trackx;

import app.trackx.internal.delivery.LastClosed;
import app.trackx.internal.jvm.ThreadStop;
import app.trackx.internal.log.Log;
import app.trackx.internal.tasks.TaskListener;
import app.trackx.internal.tasks.WatchedCompletion;
import app.trackx.internal.tasks.WatchedExecutors;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The process-wide client, with the method names of TrackX's other clients.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *   TrackX.setup("https://api.trackx.example.com/v1/1dk93jd8sk2");
 *   // uncaught exceptions are now reported
 *   try {
 *     work();
 *   } catch (IOException e) {
 *     TrackX.sendEvent(e, Map.of("job", "nightly"));
 *   }
 * }
 * }</pre>
 *
 * <p>No shutdown call is needed: pending events are sent when the JVM shuts down.
 *
 * <p>Before {@code setup}, or without an endpoint, every method does nothing: no thread starts and
 * no other library is loaded. All methods are thread-safe; the guarantees of {@link TrackXClient}
 * apply.
 */
public final class TrackX {
  private static final TrackXClient OFF = TrackXClient.builder(null).build();

  private static final Object LOCK = new Object(); // held by setup and close only

  private static volatile TrackXClient current = OFF;

  /** The state of the client that was closed last, until another is set up. Guarded by the lock. */
  private static @Nullable LastClosed lastClosed;

  private TrackX() {}

  /**
   * Starts error tracking: uncaught exceptions are now reported.
   *
   * <p>Never throws, like every {@code setup}. If the endpoint is unusable, this method logs one
   * warning and tracking is off. Only a {@code Thread.stop} of the calling thread still takes
   * effect, after tracking has been turned off.
   *
   * @param endpoint {@code https://host/v1/<key>}; quotes and invisible characters around it are
   *     removed. Null, blank and {@code off} turn tracking off; so do a malformed endpoint and a
   *     placeholder that was not replaced, such as <code>${TRACKX_ENDPOINT}</code>, with a warning
   * @return the client, also returned by {@link #client()}
   */
  public static TrackXClient setup(@Nullable String endpoint) {
    return setup(endpoint, null, null);
  }

  /**
   * Starts error tracking with a handler that receives every event before it is sent.
   *
   * @param endpoint as for {@link #setup(String)}
   * @param onError scrubs, extends or cancels events; null for none
   * @return the client
   */
  public static TrackXClient setup(@Nullable String endpoint, @Nullable OnErrorHandler onError) {
    return setup(endpoint, onError, null);
  }

  /**
   * Starts error tracking for a project that restricts its allowed origins.
   *
   * @param endpoint as for {@link #setup(String)}
   * @param onError scrubs, extends or cancels events; null for none
   * @param origin one of the project's allowed origins, exactly; null for the default,
   *     {@code java}. A malformed origin falls back to the default, with a warning
   * @return the client
   */
  public static TrackXClient setup(
      @Nullable String endpoint, @Nullable OnErrorHandler onError, @Nullable String origin) {
    try {
      return start(
          Setting.of("endpoint", endpoint, "The endpoint passed to TrackX.setup"),
          Setting.of("origin", origin, "The origin passed to TrackX.setup"),
          Setting.NOT_SET,
          Setting.NOT_SET,
          Setting.NOT_SET,
          Setting.NOT_SET,
          onError);
    } catch (Throwable neverToTheHost) {
      return turnOff(neverToTheHost);
    }
  }

  /**
   * Starts error tracking with the settings of this process: the environment variables
   * {@code TRACKX_ENDPOINT}, {@code TRACKX_ORIGIN}, {@code TRACKX_RELEASE},
   * {@code TRACKX_ENVIRONMENT}, {@code TRACKX_SOURCE_URLS} and {@code TRACKX_TRAIL}, or the system
   * properties {@code trackx.endpoint}, {@code trackx.origin}, {@code trackx.release},
   * {@code trackx.environment}, {@code trackx.sourceUrls} and {@code trackx.trail}, which take
   * precedence.
   *
   * <p>Without an endpoint, tracking is off. A placeholder that was not replaced counts as not set,
   * with a warning that names its source. A malformed endpoint turns tracking off, a malformed
   * origin or trail falls back to its default, and malformed source URLs are ignored, each with a
   * warning.
   *
   * @return the client
   */
  public static TrackXClient setup() {
    try {
      return start(
          Setting.ofProcess("endpoint"),
          Setting.ofProcess("origin"),
          Setting.ofProcess("release"),
          Setting.ofProcess("environment"),
          Setting.ofProcess("sourceUrls"),
          Setting.ofProcess("trail"),
          null);
    } catch (Throwable neverToTheHost) {
      return turnOff(neverToTheHost);
    }
  }

  private static TrackXClient start(
      Setting endpoint,
      Setting origin,
      Setting release,
      Setting environment,
      Setting sourceUrls,
      Setting trail,
      @Nullable OnErrorHandler onError) {
    TrackXClient client = start(TrackXClient.builder(endpoint.value())
        .onError(onError)
        .origin(origin.value())
        .release(release.value())
        .environment(environment.value())
        .sourceUrls(sourceUrls.value())
        .trail("true".equals(trail.value())));
    warn(endpoint, endpoint.value() == null ? ". Error tracking is off." : ".");
    warn(origin, ".");
    warn(release, ".");
    warn(environment, ".");
    warn(sourceUrls, ".");
    warn(trail, ".");
    return client;
  }

  /**
   * Logs without holding the lock: the logging backend may start now, take its own locks, and set
   * up a client.
   */
  private static void warn(Setting setting, String end) {
    if (setting.warning() != null) {
      Log.warn(setting.warning() + end);
    }
  }

  /**
   * Starts error tracking with all options of {@link TrackXClient#builder}.
   *
   * <p>A client that was set up before is replaced and closed; the entries of {@link #meta()} are
   * kept. If both clients have the same endpoint, the new client takes over the rate limit's
   * budget, the server's pauses, and all pending events. Errors captured before still pass through
   * the old client's handler; {@link Diagnostics#captured()} then counts the transferred errors for
   * the new client and no longer for the old one. If the endpoints differ, pending events are still
   * sent in the background, for the old client's {@code shutdownTimeout} at most.
   *
   * <p>A {@code setup} after {@link #close()} takes over budget and pauses in the same way, but no
   * events: these were sent, spooled or dropped by {@code close}.
   *
   * <p>Never throws; {@link TrackXClient#builder} may.
   *
   * @param options from {@link TrackXClient#builder}
   * @return the client; a disabled one if it could not be started, with a warning
   */
  public static TrackXClient setup(TrackXClient.Builder options) {
    try {
      return start(options);
    } catch (Throwable neverToTheHost) {
      return turnOff(neverToTheHost);
    }
  }

  private static TrackXClient start(TrackXClient.Builder options) {
    TrackXClient next = options.prepare();
    TrackXClient replaced = OFF;
    boolean done = false;
    try {
      synchronized (LOCK) {
        replaced = current;
        next.meta().putAll(replaced.meta());
        replaced.prepareTakeover(next); // before any event can reach it
        restore(next);
        current = next; // first, so that no caller sees a closed client
        // removes its handler before ours is installed, or the chain would grow
        replaced.closeAndHandOver(next);
        next.install(options.capturesUncaughtByDefault());
        OFF.meta().clear();
        done = true;
      }
    } finally {
      if (!done) {
        closeAfterFailure(replaced); // no other reference to it is left
      }
    }
    // without the lock: a listener may wait for a thread that calls setup or close
    Delivery closed = replaced.delivery;
    if (closed != null) {
      closed.counters.tellClosed();
    }
    return next;
  }

  /** Restores the budget and pauses of the client closed last, if the endpoint is the same. */
  private static void restore(TrackXClient next) {
    LastClosed last = lastClosed;
    lastClosed = null;
    Delivery target = next.delivery;
    if (last != null && target != null) {
      target.restore(last);
    }
  }

  private static void closeAfterFailure(TrackXClient client) {
    try {
      client.close(false);
    } catch (Throwable neverToTheHost) {
      // the original failure matters more
    }
  }

  /**
   * Turns tracking off, so that no client is left half set up. Throws only a {@code ThreadDeath}.
   */
  private static TrackXClient turnOff(Throwable cause) {
    Throwable stop = cause;
    try {
      TrackXClient failed;
      synchronized (LOCK) {
        failed = current;
        current = OFF;
        if (failed != OFF) {
          OFF.meta().putAll(failed.meta());
        }
      }
      failed.close(false);
    } catch (Throwable neverToTheHost) { // the cause logged below matters more
      stop = ThreadStop.isThreadDeath(neverToTheHost) ? neverToTheHost : stop;
    }
    try {
      Log.warn("Error tracking could not be started (" + cause.getClass().getName()
          + ") and is off. Fix the cause and call TrackX.setup again.");
    } catch (Throwable neverToTheHost) { // no memory or stack left to log
      stop = ThreadStop.isThreadDeath(neverToTheHost) ? neverToTheHost : stop;
    }
    ThreadStop.rethrow(stop);
    return OFF;
  }

  /**
   * Reports an error. Returns immediately; does nothing before {@link #setup(String)}.
   *
   * @param error the error; null does nothing
   */
  public static void sendEvent(@Nullable Throwable error) {
    TrackXClient target = current;
    try {
      target.sendEvent(error);
    } catch (StackOverflowError noStack) {
      Delivery delivery = target.delivery;
      if (delivery != null) {
        delivery.counters.withoutStack++; // not a method call: there is no stack left
      }
    }
  }

  /**
   * Reports an error with additional metadata. Returns immediately; does nothing before
   * {@link #setup(String)}.
   *
   * @param error the error; null does nothing
   * @param extraMeta overrides the entries of {@link #meta()} key by key; null for none
   */
  public static void sendEvent(@Nullable Throwable error, @Nullable Map<String, ?> extraMeta) {
    TrackXClient target = current;
    try {
      target.sendEvent(error, extraMeta);
    } catch (StackOverflowError noStack) {
      Delivery delivery = target.delivery;
      if (delivery != null) {
        delivery.counters.withoutStack++; // not a method call: there is no stack left
      }
    }
  }

  /**
   * Returns a task that reports what the given one throws, and throws it on: for code that keeps the
   * errors of its tasks to itself, such as {@code CompletableFuture.runAsync} or a framework.
   *
   * <pre>{@code
   * CompletableFuture.runAsync(TrackX.wrap(() -> index(document)), pool);
   * }</pre>
   *
   * <p>The task runs for the {@linkplain RequestContext request} and the
   * {@linkplain CurrentVisitor visitor} of the thread that calls this method, or for none. An error that
   * is reported once more on its way, by a logger or as an uncaught exception, is one event. A
   * {@code ThreadDeath} is not reported.
   *
   * <p>The failure is reported to the client that is current then: a task that fails before
   * {@link #setup(String)} or after {@link #close()} only throws.
   *
   * @param task the task to run
   * @return the wrapped task; may run more than once
   */
  public static Runnable wrap(Runnable task) {
    return RequestContext.wrap(task, CurrentTasks.INSTANCE);
  }

  /**
   * Returns a task with a result that reports what the given one throws, and throws it on. See
   * {@link #wrap(Runnable)}.
   *
   * @param <V> the type of the result
   * @param task the task to call
   * @return the wrapped task; may be called more than once
   */
  public static <V> Callable<V> wrap(Callable<V> task) {
    return RequestContext.wrap(task, CurrentTasks.INSTANCE);
  }

  /**
   * Returns a supplier that reports what the given one throws, and throws it on, such as for
   * {@code CompletableFuture.supplyAsync}. See {@link #wrap(Runnable)}.
   *
   * @param <V> the type of the result
   * @param task the supplier to call
   * @return the wrapped supplier; may be called more than once
   */
  public static <V> Supplier<V> wrapSupplier(Supplier<V> task) {
    return RequestContext.wrapSupplier(task, CurrentTasks.INSTANCE);
  }

  /**
   * Returns an executor that reports the failures of submitted tasks that nobody learns of.
   *
   * <pre>{@code
   * ExecutorService pool = TrackX.watch(Executors.newFixedThreadPool(8));
   * pool.submit(() -> index(document)); // reported if it fails, since nobody reads the future
   * }</pre>
   *
   * <p>If a task of {@code submit} or {@code invokeAll} fails, and {@code get} of its future does not
   * throw the failure within five seconds, it is reported as
   * {@link EventType#UNHANDLED_REJECTION}, whether the future still exists or not. At most 1 024 failures
   * wait; more are reported at once, the oldest first. {@code close} and the shutdown of the JVM report
   * them at once as well; {@code flush} does not wait for them. Not reported: what a cancelled task
   * throws, what {@code shutdownNow} interrupts, and failures within {@code invokeAny}.
   *
   * <p>What a task of {@code execute} throws goes to the thread's uncaught-exception handler, as always,
   * and is reported by that of {@link #setup(String)}. Tasks run for the request and the visitor of the
   * thread that submits them.
   *
   * <p>The executor cannot see what the JDK or a framework hides from it: what
   * {@code CompletableFuture.runAsync}, {@code supplyAsync} or an {@code ExecutorCompletionService} execute
   * on it. There {@linkplain #wrap(Runnable) wrap} the task or
   * {@linkplain #watch(CompletableFuture) watch} the future.
   *
   * <p>Before {@link #setup(String)} and after {@link #close()} nothing is reported. A task costs some
   * tens of nanoseconds more. An executor that compares or casts its tasks sees wrappers, except for
   * a {@code Comparable} given to {@code execute}. {@code shutdownNow} returns tasks of {@code execute} as
   * they were given, and submitted ones as the executor's own futures.
   *
   * @param pool the executor that runs the tasks, of any kind. One that also is a
   *     {@code ScheduledExecutorService} is watched {@linkplain #watch(ScheduledExecutorService) as such}
   * @return an executor that delegates every call; the same one if it is watched already
   */
  public static ExecutorService watch(ExecutorService pool) {
    return WatchedExecutors.watch(pool, CurrentTasks.INSTANCE);
  }

  /**
   * Returns a scheduler that reports the failures of tasks that nobody learns of.
   *
   * <p>A periodic task that throws is dead: the JDK does not run it again, and says nothing. It is
   * reported at once; {@code meta._task} says that it will not run again. A task of {@code schedule} is
   * treated as one of {@link #watch(ExecutorService) submit}. What a task of {@code execute} throws is
   * reported at once, since a scheduler of the JDK does not pass it to any handler.
   *
   * @param pool the scheduler that runs the tasks
   * @return a scheduler that delegates every call; the same one if it is watched already
   */
  public static ScheduledExecutorService watch(ScheduledExecutorService pool) {
    return WatchedExecutors.watch(pool, CurrentTasks.INSTANCE);
  }

  /**
   * Reports the failure of a future as {@link EventType#UNHANDLED_REJECTION}, at once and whether
   * anybody reads it or not. A cancellation is no failure.
   *
   * <pre>{@code
   * TrackX.watch(client.sendAsync(request, handler).thenAccept(this::store));
   * }</pre>
   *
   * <p>To be called on the last future of a chain, whose failure nobody handles. The event belongs to the
   * request and the visitor of the thread that calls this method. Later reports of the same error, for
   * example by a logger, are duplicates.
   *
   * @param <V> the type of the result
   * @param future the future to watch; {@code whenComplete} is called on it
   * @return the same future
   */
  public static <V> CompletableFuture<V> watch(CompletableFuture<V> future) {
    return WatchedCompletion.watch(future, CurrentTasks.INSTANCE);
  }

  /** Registers this application's session for today (UTC), if it has none. */
  public static void ping() {
    current.ping();
  }

  /**
   * Returns the metadata that is sent with every event. The map is live and thread-safe; it may be
   * filled before {@link #setup(String)}.
   *
   * @return the map of the current client
   */
  public static Map<String, @Nullable Object> meta() {
    return current.meta();
  }

  /**
   * Returns the current client.
   *
   * @return never null; a disabled client before {@link #setup(String)}
   */
  public static TrackXClient client() {
    return current;
  }

  /**
   * Blocks until every event captured before this call has been sent or dropped. See
   * {@link TrackXClient#flush}.
   *
   * @param timeout the maximum time to wait
   * @return true if none of these events is pending any more
   */
  public static boolean flush(Duration timeout) {
    return current.flush(timeout);
  }

  /**
   * Closes the current client; see {@link TrackXClient#close()}. A later {@link #setup(String)}
   * starts tracking again.
   *
   * <p>If the next {@code setup} has the same endpoint, its client takes over the rate limit's
   * budget and the server's pauses; with another endpoint they are forgotten. Adapters with an
   * endpoint of their own are not affected.
   */
  public static void close() {
    TrackXClient closed;
    Delivery source;
    LastClosed memory = null;
    synchronized (LOCK) {
      closed = current;
      current = OFF;
      source = closed.delivery;
      if (source != null) {
        memory = remember(source);
        lastClosed = memory;
      }
    }
    closed.close();
    if (source != null && memory != null) {
      source.recordLast();
    }
  }

  private static @Nullable LastClosed remember(Delivery closed) {
    try {
      return closed.remember();
    } catch (LinkageError closedLoader) {
      return null; // the class loader of this client was closed first, so no other client follows
    }
  }

  /** Reports the failures of tasks to the client that is current when they fail. */
  private static final class CurrentTasks extends ErrorRecorder.Tasks {
    static final TaskListener INSTANCE = new CurrentTasks();

    private CurrentTasks() {
      super(null);
    }

    @Override
    @Nullable
    ErrorRecorder recorder() {
      return current.recorder();
    }
  }
}
