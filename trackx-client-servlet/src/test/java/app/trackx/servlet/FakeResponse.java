package app.trackx.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A response with status and headers. Setting a header to null removes it, as in Jetty. */
final class FakeResponse {
  final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  int status = 200;
  boolean committed;
  boolean included; // setters have no effect then
  private final HttpServletResponse response =
      FakeRequest.proxy(HttpServletResponse.class, this::call);

  HttpServletResponse response() {
    return response;
  }

  private Object call(String name, Object[] arguments) {
    switch (name) {
      case "getStatus":
        return status;
      case "isCommitted":
        return committed;
      case "setContentType":
        return set("Content-Type", (String) arguments[0]);
      case "getContentType":
        return headers.containsKey("Content-Type") ? headers.get("Content-Type").get(0) : null;
      case "containsHeader":
        return headers.containsKey((String) arguments[0]);
      case "setHeader":
        return set((String) arguments[0], (String) arguments[1]);
      case "addHeader":
        headers.computeIfAbsent((String) arguments[0], key -> new ArrayList<>()).add((String)
            arguments[1]);
        return null;
      case "reset":
        headers.clear();
        return null;
      default:
        throw new AssertionError("nothing may ask for " + name);
    }
  }

  private Object set(String name, String value) {
    if (included) {
      return null;
    }
    headers.remove(name);
    if (value != null) {
      headers.put(name, new ArrayList<>(List.of(value)));
    }
    return null;
  }
}
