package app.trackx.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds to an event what the application wants to know of the request, and nothing adds otherwise:
 * headers, parameters, a user. What it adds goes through the scrubber.
 */
@FunctionalInterface
public interface HttpContext {
  /**
   * Called when a failure is captured, on the thread that noticed it, with the request as it is then.
   * Not called for a task of {@code AsyncContext.start}, which may fail when its request is gone.
   *
   * @param meta to be filled, of the event alone, keys as they are to stand in {@code meta}; values may
   *     be read later, on another thread, so no part of the request itself
   * @param request the request; what a container has read of the body is gone
   * @throws Exception is caught, also an error: the event is sent without all that this added, and the
   *     first time is a warning
   */
  void addTo(Map<String, @Nullable Object> meta, HttpServletRequest request) throws Exception;
}
