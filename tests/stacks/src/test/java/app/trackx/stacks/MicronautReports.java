package app.trackx.stacks;

import app.trackx.EventType;
import app.trackx.TrackX;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.HashMap;
import java.util.Map;

@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
class MicronautReports {
  @ResponseFilter
  void report(HttpRequest<?> request, HttpResponse<?> response) {
    Throwable error =
        response.getAttribute(HttpAttributes.EXCEPTION, Throwable.class).orElse(null);
    if (error != null && response.code() >= 500) {
      Map<String, Object> http = new HashMap<>();
      http.put("method", request.getMethodName());
      http.put("route", BasicHttpAttributes.getUriTemplate(request).orElse(null));
      http.put("status", response.code());
      TrackX.client()
          .capture(EventType.UNHANDLED_ERROR)
          .reason(error)
          .meta("http", http)
          .send();
    }
  }
}
