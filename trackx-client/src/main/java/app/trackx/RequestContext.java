package app.trackx;

import app.trackx.internal.delivery.FlushTracker;
import app.trackx.internal.json.Text;
import app.trackx.internal.session.VisitorToken;
import app.trackx.internal.tasks.TaskListener;
import app.trackx.internal.tasks.WrappedTasks;
import app.trackx.internal.trail.CurrentTrail;
import app.trackx.internal.trail.Trail;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The request for which a thread works: its method, its route, and the visitor who made it. Every
 * error captured on the thread carries it, whether it comes from
 * {@link TrackXClient#sendEvent(Throwable)}, from a logger or as an uncaught exception: the entries
 * as {@code meta.http}, the URI as the event's {@code uri}, the visitor as its session. What an
 * adapter sets through {@link Capture} takes precedence.
 *
 * <p>Code that handles requests sets the context and restores the previous one afterwards, as
 * {@code trackx-client-servlet} does:
 *
 * <pre>{@code
 * RequestContext request = new RequestContext().withMethod("POST").withRoute("/orders/{id}");
 * Supplier<RequestContext> previous = RequestContext.set(request);
 * try {
 *   request.end(handle(call).status());
 * } finally {
 *   RequestContext.set(previous);
 * }
 *
 * executor.execute(TrackX.wrap(task)); // on another thread, for the same request
 * }</pre>
 *
 * <p>An error that is logged or sent within a request waits for the {@linkplain #end end} of the
 * request, for two seconds at most, since the request may fail with the same exception. Then both
 * are one event, which carries what either of them knew, and the status. Nothing waits when the
 * client is flushed or closed, or when the JVM shuts down.
 *
 * <p>Work that is no request, such as a run of a schedule, is {@linkplain #startJob a job}. If a client
 * or a logging adapter {@linkplain TrackXClient.Builder#trail keeps a trail}, the request or job holds
 * its last log records, whichever threads log them for it, and errors carry them.
 *
 * <p>A new thread has no context; it inherits none. A record of a logger that passes through a queue
 * reaches the client on another thread, and has none either. The thread holds the context until the
 * previous one is restored. Instances are immutable but for the end of the request, and
 * thread-safe. No method blocks or throws, unless an argument must not be null.
 */
public final class RequestContext implements Supplier<@Nullable RequestContext> {
  private static final ThreadLocal<Supplier<@Nullable RequestContext>> CURRENT =
      new ThreadLocal<>();

  /** The visitor that was set for a thread. A {@code String} keeps no class loader. */
  private static final ThreadLocal<String> VISITOR = new ThreadLocal<>();

  /**
   * The last failed task of {@link #wrap} on a thread: a weak reference to its error, and entries, URI,
   * visitor, trail and job of its request. Types of the JDK alone: a pooled thread keeps it for long, the
   * trail until its next request.
   */
  private static final ThreadLocal<Object[]> LEFT = new ThreadLocal<>();

  /**
   * False until a context is first set: most applications have none, and reading a thread-local costs
   * the thread memory. A plain field is enough, since a thread only needs to see its own write.
   */
  private static boolean used;

  /** False until a visitor is first set for a thread. */
  private static boolean usesVisitors;

  /** False until a task of {@link #wrap} has failed. */
  private static boolean leaves;

  private static final int MAX_TEXT = 1_000;

  private final Map<String, Object> http;
  private final @Nullable String uri;
  private final @Nullable String visitor;
  private final @Nullable String job;
  private final End end;

  /** Creates the context of a request of which nothing is known yet. */
  public RequestContext() {
    this(Collections.<String, Object>emptyMap(), null, null, new End());
  }

  private RequestContext(
      Map<String, Object> http, @Nullable String uri, @Nullable String visitor, End end) {
    this(http, uri, visitor, null, end);
  }

  private RequestContext(
      Map<String, Object> http,
      @Nullable String uri,
      @Nullable String visitor,
      @Nullable String job,
      End end) {
    this.http = http;
    this.uri = uri;
    this.visitor = visitor;
    this.job = job;
    this.end = end;
  }

  /**
   * Returns this context with a method.
   *
   * @param method such as {@code GET}
   * @return a context of the same request
   */
  public RequestContext withMethod(String method) {
    return with("method", method);
  }

  /**
   * Returns this context with a route.
   *
   * @param route the template of the path, such as {@code /orders/{id}}, rather than the path itself,
   *     which may hold personal data
   * @return a context of the same request
   */
  public RequestContext withRoute(String route) {
    return with("route", route);
  }

  /**
   * Returns this context with one more entry of {@code meta.http}.
   *
   * @param key the entry's name; {@code status} is that of {@link #end} if that is known
   * @param value a short text: of a long one, the first 1000 characters are kept
   * @return a context of the same request
   */
  public RequestContext with(String key, String value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    Map<String, Object> more = new LinkedHashMap<>(http);
    more.put(key, Text.clipBetweenWords(value, MAX_TEXT, Integer.MAX_VALUE));
    return new RequestContext(more, uri, visitor, job, end);
  }

  /**
   * Returns this context with a URI.
   *
   * @param uri with the route in place of the path; null, the default, for none
   * @return a context of the same request
   */
  public RequestContext withUri(@Nullable String uri) {
    return new RequestContext(http, uri, visitor, job, end);
  }

  /**
   * Returns this context with a visitor, to whom errors of the request belong unless the thread has
   * {@linkplain CurrentVisitor another one}.
   *
   * @param token see {@link CurrentVisitor#set}; null, the default, or an invalid one for none
   * @return a context of the same request
   */
  public RequestContext withVisitor(@Nullable String token) {
    return new RequestContext(http, uri, VisitorToken.checked(token), job, end);
  }

  /**
   * Returns this context with the job that the thread works on: for work that is no request, such as
   * a run of a schedule or a message of a queue, or for a part of a request.
   *
   * @param name sent as {@code meta.job}: a name that is the same in each run, such as class and method;
   *     of a long one, the first 1000 characters. Null, the default, for none
   * @return a context of the same request or run
   */
  public RequestContext withJob(@Nullable String name) {
    String kept = name == null ? null : Text.clipBetweenWords(name, MAX_TEXT, Integer.MAX_VALUE);
    return new RequestContext(http, uri, visitor, kept, end);
  }

  /**
   * Ends the request: errors that wait for it are sent. From then on its errors do not wait. Later
   * calls have no effect, also those on other contexts of the same request.
   *
   * @param status the status of the response, sent as {@code meta.http.status}; 0 if it is not known
   */
  public void end(int status) {
    end.end(status);
  }

  /** Returns this context. */
  @Override
  public RequestContext get() {
    return this;
  }

  /**
   * Returns the context of the request for which this thread works.
   *
   * @return null, the default, for none
   */
  public static @Nullable RequestContext current() {
    try {
      Supplier<@Nullable RequestContext> source = used ? CURRENT.get() : null;
      return source == null ? null : source.get();
    } catch (Throwable noMemoryOrFailedInUserCode) {
      return null;
    }
  }

  /**
   * Sets the request for which this thread works, with no {@linkplain CurrentVisitor#set visitor} but
   * its own. The caller restores the previous request and visitor afterwards, by setting what this
   * method returned.
   *
   * @param source a context; or, for an adapter that learns more while the request is handled, a
   *     source of the context as it is known now, preferably a {@link Source}. It is called on this
   *     thread when an error is captured there, and by {@link #current()}; null from it, or an
   *     exception, stands for none. Null for none
   * @return what was set before; null if there was nothing
   */
  public static @Nullable Supplier<@Nullable RequestContext> set(
      @Nullable Supplier<@Nullable RequestContext> source) {
    Supplier<@Nullable RequestContext> previous = null;
    try {
      previous = used ? CURRENT.get() : null;
      String visitor = visitorOfThread();
      if (visitor != null) {
        previous = new WithVisitor(previous, visitor);
        setVisitorOfThread(null);
      }
      if (source instanceof WithVisitor) {
        WithVisitor both = (WithVisitor) source;
        replace(both.source);
        setVisitorOfThread(both.visitor);
      } else {
        replace(source);
      }
    } catch (Throwable noMemory) {
      // the work itself must go on
    }
    return previous;
  }

  private static void replace(@Nullable Supplier<@Nullable RequestContext> source) {
    if (source != null) {
      used = true;
    }
    if (used) {
      CURRENT.set(source); // not removed: the next request would allocate the entry again
    }
    if (used && CurrentTrail.isUsed()) {
      Trails.set(source);
      forgetTrailOfTask(source);
    }
  }

  private static void forgetTrailOfTask(@Nullable Supplier<@Nullable RequestContext> source) {
    @Nullable Object[] left = source != null && leaves ? LEFT.get() : null;
    if (left != null) {
      left[4] = null;
    }
  }

  /**
   * Starts a job on this thread: work that is no request, such as a run of a schedule or a message of a
   * queue. Errors are captured as within a request of which nothing is known; they wait for the end of
   * the job, for two seconds at most.
   *
   * <pre>{@code
   * try (RequestContext.Job job = RequestContext.startJob()) {
   *   run();
   * }
   * }</pre>
   *
   * @return the job, to be closed on this thread
   */
  public static Job startJob() {
    return new Job();
  }

  /**
   * Returns a task that runs for this thread's current request and {@linkplain CurrentVisitor
   * visitor}, or for none, on whichever thread runs it. If the task fails, the error still belongs to
   * them when that thread reports it afterwards.
   *
   * <p>Does not report what the task throws; {@link TrackX#wrap(Runnable)} does.
   *
   * @param task the task to run
   * @return the wrapped task, for an executor or a thread; may run more than once
   */
  public static Runnable wrap(Runnable task) {
    return new WrappedRunnable(Objects.requireNonNull(task, "task"));
  }

  /**
   * Returns a task with a result that runs for this thread's current request and visitor; see
   * {@link #wrap(Runnable)}. {@link TrackX#wrap(Callable)} also reports what the task throws.
   *
   * @param <T> the type of the result
   * @param task the task to call
   * @return the wrapped task, for an executor; may be called more than once
   */
  public static <T> Callable<T> wrap(Callable<T> task) {
    return new WrappedCallable<>(Objects.requireNonNull(task, "task"));
  }

  /** Returns a wrapped task that also reports what it throws; the same one if it is that already. */
  static Runnable wrap(Runnable task, TaskListener listener) {
    return isReporting(task, listener) ? task : wrap(WrappedTasks.reporting(task, listener));
  }

  /** Returns a wrapped task that also reports what it throws; the same one if it is that already. */
  static <T> Callable<T> wrap(Callable<T> task, TaskListener listener) {
    return isReporting(task, listener) ? task : wrap(WrappedTasks.reporting(task, listener));
  }

  /** Returns a wrapped supplier that also reports what it throws; the same one if it is that already. */
  static <T> Supplier<T> wrapSupplier(Supplier<T> task, TaskListener listener) {
    return isReporting(task, listener)
        ? task
        : new WrappedSupplier<>(WrappedTasks.reporting(task, listener));
  }

  /** Two that report at the same place could not be told from one that is thrown twice. */
  private static boolean isReporting(Object task, TaskListener listener) {
    return task instanceof Followed && WrappedTasks.isReporting(((Followed) task).task(), listener);
  }

  /** Returns true once a thread had a request or a visitor, so that tasks have something to follow. */
  static boolean isFollowed() {
    return used || usesVisitors;
  }

  /** Returns the visitor that was set for this thread; null for none, or without memory to look. */
  static @Nullable String visitorOfThread() {
    try {
      return usesVisitors ? VISITOR.get() : null;
    } catch (Throwable noMemory) {
      return null; // the look-up allocates an entry for a thread without one
    }
  }

  /** Sets the visitor for this thread, a valid token or null; returns the previous one. */
  static @Nullable String setVisitorOfThread(@Nullable String token) {
    String previous = visitorOfThread();
    try {
      if (token != null) {
        usesVisitors = true;
        VISITOR.set(token);
      } else if (usesVisitors) {
        VISITOR.remove(); // a look-up would create an entry with null again
      }
    } catch (Throwable noMemory) {
      // the work itself must go on
    }
    return previous;
  }

  /** Returns true once any thread had a context: this application has an adapter for requests. */
  static boolean isUsed() {
    return used;
  }

  /** Returns this thread's context, or that of the task that ended with this error on this thread. */
  static @Nullable RequestContext of(@Nullable Throwable error) {
    RequestContext current = current();
    if (current != null || error == null || !leaves) {
      return current;
    }
    @Nullable Object[] left = LEFT.get();
    boolean same = left != null && ((WeakReference<?>) left[0]).get() == error;
    return same ? ofTask(left) : null;
  }

  @SuppressWarnings("unchecked") // as Followed wrote it
  private static RequestContext ofTask(@Nullable Object[] left) {
    End over = new End();
    over.end(0);
    over.left = (@Nullable Object[]) left[4];
    Map<String, Object> http = (Map<String, Object>) Objects.requireNonNull(left[1]);
    return new RequestContext(http, (String) left[2], (String) left[3], (String) left[5], over);
  }

  /** Returns the entries of {@code meta.http}, with the status if it is known. Not to be changed. */
  Map<String, Object> http() {
    int status = end.status();
    if (status == 0) {
      return http;
    }
    Map<String, Object> more = new LinkedHashMap<>(http);
    more.put("status", status);
    return more;
  }

  @Nullable
  String uri() {
    return uri;
  }

  @Nullable
  String visitor() {
    return visitor;
  }

  @Nullable
  String job() {
    return job;
  }

  /** Returns what an error of this request waits for. */
  FlushTracker.Check whenEnded() {
    return end;
  }

  /** Returns the last log records of this request, as {@link Trail#snapshot} does; null for none. */
  @Nullable
  Object @Nullable [] trail() {
    return end.snapshot();
  }

  boolean isOfSameRequest(RequestContext other) {
    return end == other.end;
  }

  /**
   * A source of a context that can name the request without describing it. Without it, a request that
   * logs has to be described for its first log record if there is a trail.
   */
  public interface Source extends Supplier<@Nullable RequestContext> {
    /**
     * Returns a context of the same request as {@link #get()}, of which nothing else need be known.
     * Called on the thread for which this source is set.
     *
     * @return null for none
     */
    @Nullable
    RequestContext request();
  }

  /** A job on the thread that started it. May be closed on any thread. */
  public static final class Job implements AutoCloseable {
    private final RequestContext context = new RequestContext();
    private final @Nullable Supplier<@Nullable RequestContext> previous = set(context);
    private final Thread thread = Thread.currentThread();
    private boolean closed;

    private Job() {}

    /**
     * Ends the job and restores the thread's previous request and visitor. On another thread it only
     * ends the job. A second call does nothing.
     */
    @Override
    public void close() {
      context.end(0);
      if (!closed && Thread.currentThread() == thread) {
        closed = true;
        set(previous);
      }
    }
  }

  /** Loaded, with what it implements, when the first request begins that has a trail. */
  private static final class Trails implements CurrentTrail.Finder {
    private static final Trails INSTANCE = new Trails();

    static void set(@Nullable Object source) {
      CurrentTrail.set(source, INSTANCE);
    }

    @Override
    public @Nullable Trail find(Object source) {
      RequestContext request = source instanceof Source
          ? ((Source) source).request()
          : (RequestContext) ((Supplier<?>) source).get();
      return request == null ? null : request.end.trail();
    }
  }

  /** The end of a request, shared by all contexts of that request. */
  private static final class End implements FlushTracker.Check {
    private int status;
    private volatile boolean over;
    private @Nullable Trail trail; // guarded by this; null until a record is kept

    /** The records of a task that has ended; null for none, and for other requests. */
    private @Nullable Object @Nullable [] left;

    synchronized Trail trail() {
      Trail known = trail;
      if (known == null) {
        known = new Trail();
        trail = known;
      }
      return known;
    }

    synchronized @Nullable Object @Nullable [] snapshot() {
      Trail known = trail;
      return known == null ? left : known.snapshot(System.currentTimeMillis());
    }

    synchronized void end(int status) {
      if (!over) {
        this.status = status;
        over = true; // last: who sees it sees the status
      }
    }

    /** Returns 0 if it is not known. */
    int status() {
      return over ? status : 0;
    }

    @Override
    public boolean isOver() {
      return over;
    }
  }

  /** The previous source of a thread, and the visitor that was set besides. */
  private static final class WithVisitor implements Supplier<@Nullable RequestContext> {
    final @Nullable Supplier<@Nullable RequestContext> source;
    final String visitor;

    WithVisitor(@Nullable Supplier<@Nullable RequestContext> source, String visitor) {
      this.source = source;
      this.visitor = visitor;
    }

    @Override
    public @Nullable RequestContext get() {
      RequestContext request = source == null ? null : source.get();
      return (request == null ? new RequestContext() : request).withVisitor(visitor);
    }
  }

  /** The request and the visitor for which a task runs on another thread. */
  private abstract static class Followed {
    private final @Nullable RequestContext request = current();
    private final @Nullable String visitor = visitorOfThread();

    abstract Object task();

    @Nullable
    RequestContext request() {
      return request;
    }

    @Nullable
    String visitor() {
      return visitor;
    }

    /** Remembers them for the uncaught-exception handler, which runs on this thread after the task. */
    void leave(Throwable error) {
      if (request != null || visitor != null) {
        try {
          RequestContext left = request == null ? new RequestContext() : request;
          String token = visitor == null ? left.visitor : visitor;
          LEFT.set(new Object[] {
            new WeakReference<>(error), left.http(), left.uri, token, left.trail(), left.job
          });
          leaves = true;
        } catch (Throwable noMemory) {
          // the error is reported without its request
        }
      }
    }
  }

  private static final class WrappedRunnable extends Followed implements Runnable {
    private final Runnable task;

    WrappedRunnable(Runnable task) {
      this.task = task;
    }

    @Override
    Object task() {
      return task;
    }

    @Override
    public void run() {
      Supplier<@Nullable RequestContext> previous = RequestContext.set(request());
      String previousVisitor = setVisitorOfThread(visitor());
      try {
        task.run();
      } catch (Throwable error) {
        leave(error);
        throw error;
      } finally {
        setVisitorOfThread(previousVisitor);
        RequestContext.set(previous);
      }
    }
  }

  private static final class WrappedCallable<T> extends Followed implements Callable<T> {
    private final Callable<T> task;

    WrappedCallable(Callable<T> task) {
      this.task = task;
    }

    @Override
    Object task() {
      return task;
    }

    @Override
    public T call() throws Exception {
      Supplier<@Nullable RequestContext> previous = RequestContext.set(request());
      String previousVisitor = setVisitorOfThread(visitor());
      try {
        return task.call();
      } catch (Throwable error) {
        leave(error);
        throw error;
      } finally {
        setVisitorOfThread(previousVisitor);
        RequestContext.set(previous);
      }
    }
  }

  private static final class WrappedSupplier<T> extends Followed implements Supplier<T> {
    private final Supplier<T> task;

    WrappedSupplier(Supplier<T> task) {
      this.task = task;
    }

    @Override
    Object task() {
      return task;
    }

    @Override
    public T get() {
      Supplier<@Nullable RequestContext> previous = RequestContext.set(request());
      String previousVisitor = setVisitorOfThread(visitor());
      try {
        return task.get();
      } catch (Throwable error) {
        leave(error);
        throw error;
      } finally {
        setVisitorOfThread(previousVisitor);
        RequestContext.set(previous);
      }
    }
  }
}
