package app.trackx.local.internal.stack;

import java.util.ArrayList;
import java.util.List;

/**
 * Shortened source file names, as on the server: without scheme and host, and relative to the server's working directory,
 * which is that of upstream's container image.
 */
final class SourcePath {
  private static final String DIRECTORY = "data";

  private SourcePath() {}

  static String relative(String file) {
    String path = relativeToDirectory(withoutHost(file));
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

  /** Resolves a path against the directory, and returns the way to it from there. */
  private static String relativeToDirectory(String path) {
    List<String> absolute = new ArrayList<>();
    if (!path.startsWith("/")) {
      absolute.add(DIRECTORY);
    }
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        absolute.subList(Math.max(0, absolute.size() - 1), absolute.size()).clear();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        absolute.add(segment);
      }
    }
    if (!absolute.isEmpty() && absolute.get(0).equals(DIRECTORY)) {
      absolute.remove(0);
    } else {
      absolute.add(0, "..");
    }
    return String.join("/", absolute);
  }
}
