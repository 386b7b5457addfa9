package app.trackx.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A callback that adds request data of the application's choice to an event, such as headers,
 * parameters or a user; none of these are sent otherwise. The added data is scrubbed.
 */
@FunctionalInterface
public interface HttpContext {
  /**
   * Adds data to the event of a failed request. Called when a failure is captured, on the thread
   * that detected it, with the request in its current state. Not called for a task of
   * {@code AsyncContext.start}, which may fail after its request has ended.
   *
   * @param meta a map to fill for this event, with the keys to use in {@code meta}; values may be
   *     read later on another thread, so they must not refer to the request
   * @param request the request; the parts of its body that were already read are gone
   * @throws Exception is caught, as are errors: the event is sent without any data from this call,
   *     and the first time logs a warning
   */
  void addTo(Map<String, @Nullable Object> meta, HttpServletRequest request) throws Exception;
}
