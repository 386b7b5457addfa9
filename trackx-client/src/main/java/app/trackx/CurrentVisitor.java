package app.trackx;

import app.trackx.internal.session.VisitorToken;
import org.jspecify.annotations.Nullable;

/**
 * The visitor for whom the calling thread works. Every error captured on the thread belongs to that
 * visitor's session, whether it comes from {@link TrackXClient#sendEvent(Throwable)}, from a logger
 * or as an uncaught exception. {@link Capture#visitor} takes precedence. Code that handles requests
 * sets the visitor and restores the previous one afterwards; code that knows more of the request
 * sets a {@link RequestContext} with a visitor instead, as {@code trackx-client-servlet} does.
 *
 * <pre>{@code
 * String previous = CurrentVisitor.set(VISITORS.tokenOf(address, userAgent));
 * try {
 *   handle(request);
 * } finally {
 *   CurrentVisitor.set(previous);
 * }
 *
 * executor.execute(TrackX.wrap(task)); // on another thread, for the same visitor
 * }</pre>
 *
 * <p>A new thread has no visitor; it inherits none. The thread holds only the token, a
 * {@code String}, and so does not keep an undeployed web application in memory. No method blocks or
 * throws.
 */
public final class CurrentVisitor {
  private CurrentVisitor() {}

  /**
   * Returns the visitor for whom this thread works: the one that was set, or else that of the
   * thread's {@link RequestContext}.
   *
   * @return a token; null, the default, for none. Errors then belong to the application's own
   *     session
   */
  public static @Nullable String get() {
    String own = RequestContext.visitorOfThread();
    RequestContext request = own == null ? RequestContext.current() : null;
    return request == null ? own : request.visitor();
  }

  /**
   * Sets the visitor for whom this thread works. The caller restores the previous one afterwards,
   * by setting the value that this method returned.
   *
   * @param token from {@link VisitorPseudonym#tokenOf}, or any 32 characters of
   *     {@code [0-9ghjkpz]} that reveal nothing about a person; null or any other value clears the visitor, after which
   *     that of the {@link RequestContext} applies
   * @return the token set before; null if there was none
   */
  public static @Nullable String set(@Nullable String token) {
    return RequestContext.setVisitorOfThread(VisitorToken.checked(token));
  }
}
