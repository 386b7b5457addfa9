package app.trackx.servlet;

import app.trackx.CurrentVisitor;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way down the chain and back. It goes down wrapped in this, for two reasons: who
 * comes later, a forward or another filter of ours, finds it and leaves it alone; and it hears when
 * asynchronous work starts, on whatever thread that ends.
 *
 * <p>This object is all that a request without error costs: 32 bytes. No method of ours throws. What the
 * container does and throws goes through unchanged.
 */
final class RequestWatch extends HttpServletRequestWrapper {
  /** Where Spring's dispatcher leaves what an {@code @ExceptionHandler} made an answer of. */
  private static final String SPRING =
      "org.springframework.web.servlet.DispatcherServlet.EXCEPTION";

  static final int FAILED = 500;

  private final Reporter reporter;
  private @Nullable RequestState exchange;
  private @Nullable AsyncWatch async;
  private boolean inChain = true;

  private RequestWatch(HttpServletRequest request, Reporter reporter, @Nullable RequestState exchange) {
    super(request);
    this.reporter = reporter;
    this.exchange = exchange;
  }

  /** The watch of a request that enters the chain; null if it is to pass, since it is watched. */
  static @Nullable RequestWatch begin(ServletRequest request, Reporter reporter) {
    try {
      return request instanceof HttpServletRequest && !isWatched(request)
          ? begin((HttpServletRequest) request, reporter)
          : null;
    } catch (Throwable neverToTheHost) {
      return null; // no memory, or a request that answers nothing
    }
  }

  private static RequestWatch begin(HttpServletRequest request, Reporter reporter) {
    DispatcherType type = request.getDispatcherType();
    if (type == DispatcherType.REQUEST) {
      String visitor = reporter.sessions().visitorOf(request);
      if (visitor == null) {
        return new RequestWatch(request, reporter, null);
      }
      RequestState exchange = new RequestState(visitor);
      request.setAttribute(RequestState.ATTRIBUTE, exchange);
      return new RequestWatch(request, reporter, exchange);
    }
    Object known = request.getAttribute(RequestState.ATTRIBUTE);
    RequestState exchange = known instanceof RequestState ? (RequestState) known : null;
    RequestWatch watch = new RequestWatch(request, reporter, exchange);
    if (type == DispatcherType.ERROR) {
      watch.exchange().place(RequestInfo.of(request)); // the page for the error goes a way of its own
    }
    return watch;
  }

  /** Whether a watch that is under way is around it: one of another dispatch is over. */
  private static boolean isWatched(ServletRequest request) {
    ServletRequest inner = request;
    while (inner instanceof ServletRequestWrapper) {
      if (inner instanceof RequestWatch && ((RequestWatch) inner).inChain) {
        return true;
      }
      inner = ((ServletRequestWrapper) inner).getRequest();
    }
    return false;
  }

  /** From here on this thread works for the visitor; what was before goes to {@link #leave}. */
  @Nullable
  String enter() {
    RequestState known = exchange;
    return known == null || known.visitor == null ? null : CurrentVisitor.set(known.visitor);
  }

  /** The chain has returned, or thrown. */
  void leave(@Nullable String before) {
    inChain = false;
    RequestState known = exchange;
    if (known != null && known.visitor != null) {
      try {
        CurrentVisitor.set(before);
      } catch (Throwable neverToTheHost) {
        // removing needs no memory
      }
    }
  }

  /** Something left the chain, on its way to the container. */
  void failed(Throwable error, ServletResponse response) {
    try {
      RequestState known = exchange();
      boolean late = response.isCommitted() && response instanceof HttpServletResponse;
      int status = late ? ((HttpServletResponse) response).getStatus() : FAILED;
      reporter.failed(error, known, here(known), status, raw());
    } catch (Throwable noMemory) {
      reporter.failed(error);
    }
  }

  /** The chain has returned: whether somebody below caught a failure and answered with it. */
  void answered(ServletResponse response) {
    try {
      HttpServletRequest request = raw();
      if (request.isAsyncStarted()) {
        if (async == null) { // by somebody who went past us
          watch(request.getAsyncContext());
        }
      } else if (response instanceof HttpServletResponse) {
        int status = ((HttpServletResponse) response).getStatus();
        Throwable error = status < FAILED ? null : swallowed(request, exchange);
        if (error != null) {
          RequestState known = exchange();
          reporter.failed(error, known, here(known), status, request);
        }
      }
    } catch (Throwable neverToTheHost) {
      // the request is over for the container, too
    }
  }

  /** What an answer of 5xx was made of; null if that cannot be found. */
  static @Nullable Throwable swallowed(HttpServletRequest request, @Nullable RequestState exchange) {
    Object error = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    if (!(error instanceof Throwable)) {
      error = request.getAttribute(SPRING);
    }
    if (!(error instanceof Throwable)) {
      error = exchange == null ? null : exchange.shown();
    }
    return error instanceof Throwable ? (Throwable) error : null;
  }

  /** Spring puts an error there for a view that shows it, and takes it away when that is rendered. */
  @Override
  public void setAttribute(String name, @Nullable Object value) {
    super.setAttribute(name, value);
    if (value instanceof Throwable && RequestDispatcher.ERROR_EXCEPTION.equals(name)) {
      try {
        exchange().shown((Throwable) value);
      } catch (Throwable noMemory) {
        // then it is not known
      }
    }
  }

  @Override
  public AsyncContext startAsync() {
    return watched(super.startAsync());
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    return watched(super.startAsync(request, response));
  }

  @Override
  public AsyncContext getAsyncContext() {
    AsyncContext context = super.getAsyncContext();
    AsyncWatch known = async;
    return known == null ? context : known.around(context);
  }

  private AsyncContext watched(AsyncContext context) {
    try {
      return watch(context).around(context);
    } catch (Throwable neverToTheHost) {
      return context;
    }
  }

  private AsyncWatch watch(AsyncContext context) {
    RequestState known = exchange();
    known.place(here(known)); // now: the request may be gone when work on another thread fails
    AsyncWatch watch = new AsyncWatch(reporter, known, raw(), context.getResponse());
    context.addListener(watch);
    async = watch;
    return watch;
  }

  private HttpServletRequest raw() {
    return (HttpServletRequest) getRequest();
  }

  private RequestState exchange() {
    RequestState known = exchange;
    if (known == null) {
      HttpServletRequest request = raw();
      Object attribute = request.getAttribute(RequestState.ATTRIBUTE);
      known = attribute instanceof RequestState ? (RequestState) attribute : new RequestState(null);
      request.setAttribute(RequestState.ATTRIBUTE, known);
      exchange = known;
    }
    return known;
  }

  /** Where the request is; for the page of an error, where it was when the error came. */
  private RequestInfo here(RequestState known) {
    HttpServletRequest request = raw();
    RequestInfo before = request.getDispatcherType() == DispatcherType.ERROR ? known.place() : null;
    return before == null ? RequestInfo.of(request) : before;
  }
}
