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

  private static final int FAILED = 500;

  private final Reporter reporter;
  private @Nullable Exchange exchange;
  private @Nullable AsyncWatch async;
  private boolean inChain = true;

  private RequestWatch(HttpServletRequest request, Reporter reporter, @Nullable Exchange exchange) {
    super(request);
    this.reporter = reporter;
    this.exchange = exchange;
  }

  /** The watch of a request that enters the chain; null if it is to pass, since it is watched. */
  static @Nullable RequestWatch begin(ServletRequest request, Reporter reporter) {
    if (!(request instanceof HttpServletRequest) || isWatched(request)) {
      return null;
    }
    try {
      return begin((HttpServletRequest) request, reporter);
    } catch (Throwable neverToTheHost) {
      return null;
    }
  }

  private static RequestWatch begin(HttpServletRequest request, Reporter reporter) {
    DispatcherType type = request.getDispatcherType();
    if (type == DispatcherType.REQUEST) {
      String visitor = reporter.sessions().visitorOf(request);
      if (visitor == null) {
        return new RequestWatch(request, reporter, null);
      }
      Exchange exchange = new Exchange(visitor);
      request.setAttribute(Exchange.ATTRIBUTE, exchange);
      return new RequestWatch(request, reporter, exchange);
    }
    Object known = request.getAttribute(Exchange.ATTRIBUTE);
    Exchange exchange = known instanceof Exchange ? (Exchange) known : null;
    RequestWatch watch = new RequestWatch(request, reporter, exchange);
    if (type == DispatcherType.ERROR) {
      watch.exchange().place(Place.of(request)); // the page for the error goes a way of its own
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
    Exchange known = exchange;
    return known == null || known.visitor == null ? null : CurrentVisitor.set(known.visitor);
  }

  /** The chain has returned, or thrown. */
  void leave(@Nullable String before) {
    inChain = false;
    Exchange known = exchange;
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
      Exchange known = exchange();
      boolean late = response.isCommitted() && response instanceof HttpServletResponse;
      int status = late ? ((HttpServletResponse) response).getStatus() : FAILED;
      reporter.failed(error, known, place(known), status, raw());
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
        if (status >= FAILED) {
          swallowed(reporter, exchange, request, status);
        }
      }
    } catch (Throwable neverToTheHost) {
      // the request is over for the container, too
    }
  }

  /** What an answer of 5xx was made of, if it can be found. */
  static void swallowed(
      Reporter reporter, @Nullable Exchange known, HttpServletRequest request, int status) {
    Object error = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    if (!(error instanceof Throwable)) {
      error = request.getAttribute(SPRING);
    }
    if (error instanceof Throwable) {
      Exchange exchange = known == null ? exchange(request) : known;
      Place place = exchange.place();
      reporter.failed(
          (Throwable) error, exchange, place == null ? Place.of(request) : place, status, request);
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
    Exchange known = exchange();
    known.place(place(known)); // now: the request may be gone when work on another thread fails
    AsyncWatch watch = new AsyncWatch(reporter, known, raw(), context.getResponse());
    context.addListener(watch);
    async = watch;
    return watch;
  }

  private HttpServletRequest raw() {
    return (HttpServletRequest) getRequest();
  }

  private Exchange exchange() {
    Exchange known = exchange;
    if (known == null) {
      known = exchange(raw());
      exchange = known;
    }
    return known;
  }

  private static Exchange exchange(HttpServletRequest request) {
    Object known = request.getAttribute(Exchange.ATTRIBUTE);
    if (known instanceof Exchange) {
      return (Exchange) known;
    }
    Exchange exchange = new Exchange(null);
    request.setAttribute(Exchange.ATTRIBUTE, exchange);
    return exchange;
  }

  private Place place(Exchange known) {
    Place place = known.place();
    return place == null ? Place.of(raw()) : place;
  }
}
