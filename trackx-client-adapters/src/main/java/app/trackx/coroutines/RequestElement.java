package app.trackx.coroutines;

import app.trackx.RequestContext;
import java.util.function.Supplier;
import kotlin.coroutines.AbstractCoroutineContextElement;
import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.ThreadContextElement;
import org.jspecify.annotations.Nullable;

/** Sets the request for the time in which a coroutine runs on a thread. */
final class RequestElement extends AbstractCoroutineContextElement
    implements ThreadContextElement<@Nullable Supplier<@Nullable RequestContext>> {
  private static final CoroutineContext.Key<RequestElement> KEY =
      new CoroutineContext.Key<RequestElement>() {};

  private final @Nullable RequestContext request;

  RequestElement(@Nullable RequestContext request) {
    super(KEY);
    this.request = request;
  }

  @Override
  public @Nullable Supplier<@Nullable RequestContext> updateThreadContext(
      CoroutineContext context) {
    return RequestContext.set(request);
  }

  @Override
  public void restoreThreadContext(
      CoroutineContext context, @Nullable Supplier<@Nullable RequestContext> previous) {
    RequestContext.set(previous);
  }
}
