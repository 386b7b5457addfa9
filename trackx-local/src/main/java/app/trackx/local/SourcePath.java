package app.trackx.local;

import java.util.ArrayDeque;
import java.util.Deque;

/** Shortened source file names, as on the server: without scheme, host, and empty and dot segments. */
final class SourcePath {
  private SourcePath() {}

  static String relative(String file) {
    String path = normalize(withoutHost(file));
    int scheme = path.lastIndexOf(":/");
    return scheme < 0 ? path : path.substring(scheme + 2);
  }

  /** {@code http://host/path} and {@code http:/host/path} become {@code path}. */
  private static String withoutHost(String file) {
    int start;
    if (file.startsWith("http:/")) {
      start = 6;
    } else if (file.startsWith("https:/")) {
      start = 7;
    } else {
      return file;
    }
    if (file.startsWith("/", start)) {
      start++;
    }
    int slash = file.indexOf('/', start);
    return slash <= start ? file : file.substring(slash + 1);
  }

  private static String normalize(String path) {
    Deque<String> kept = new ArrayDeque<>();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..") && !kept.isEmpty() && !kept.getLast().equals("..")) {
        kept.removeLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        kept.addLast(segment);
      }
    }
    return (path.startsWith("/") ? "/" : "") + String.join("/", kept);
  }
}
