package app.trackx.coroutines;

import app.trackx.EventType;
import kotlin.coroutines.AbstractCoroutineContextElement;
import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.CoroutineExceptionHandler;

/** Reports what leaves a root coroutine. */
final class ReportingHandler extends AbstractCoroutineContextElement
    implements CoroutineExceptionHandler {
  ReportingHandler() {
    super(CoroutineExceptionHandler.Key);
  }

  @Override
  public void handleException(CoroutineContext context, Throwable error) {
    TrackXCoroutines.report(EventType.UNHANDLED_ERROR, error);
  }
}
