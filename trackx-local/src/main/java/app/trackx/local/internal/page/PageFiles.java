package app.trackx.local.internal.page;

import app.trackx.local.internal.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page's static files, read from the jar. Only listed names are served; request paths are not resolved. */
final class PageFiles {
  private static final String FOLDER = "/app/trackx/local/page/";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final Map<String, String> TYPES = Map.ofEntries(
      Map.entry("index.html", "text/html; charset=utf-8"),
      Map.entry("page.css", "text/css; charset=utf-8"),
      Map.entry("icon.svg", "image/svg+xml"),
      Map.entry("main.js", SCRIPT),
      Map.entry("dom.js", SCRIPT),
      Map.entry("words.js", SCRIPT),
      Map.entry("live.js", SCRIPT),
      Map.entry("list.js", SCRIPT),
      Map.entry("filters.js", SCRIPT),
      Map.entry("address.js", SCRIPT),
      Map.entry("badges.js", SCRIPT),
      Map.entry("actions.js", SCRIPT),
      Map.entry("copy.js", SCRIPT),
      Map.entry("keys.js", SCRIPT),
      Map.entry("frames.js", SCRIPT),
      Map.entry("graph.js", SCRIPT),
      Map.entry("issue.js", SCRIPT),
      Map.entry("event.js", SCRIPT),
      Map.entry("privacy.js", SCRIPT),
      Map.entry("start.js", SCRIPT));

  private PageFiles() {}

  static @Nullable Response at(String path) {
    String name = path.equals("/") ? "index.html" : path.substring(1);
    String type = TYPES.get(name);
    return type == null ? null : Response.of(type, read(name));
  }

  private static byte[] read(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + FOLDER + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
