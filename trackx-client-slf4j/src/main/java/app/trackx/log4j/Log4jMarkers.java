package app.trackx.log4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.logging.log4j.Marker;
import org.jspecify.annotations.Nullable;

/**
 * The names of a record's marker and its parents, without the marker that Commons Logging gives to
 * each record.
 */
final class Log4jMarkers {
  private static final String COMMONS_LOGGING = "COMMONS-LOGGING";
  private static final int MAX_NAMES = 32; // parents may form a cycle

  private Log4jMarkers() {}

  static List<String> of(@Nullable Marker marker) {
    if (marker == null) {
      return Collections.emptyList();
    }
    List<String> names = new ArrayList<>();
    add(marker, names);
    return names;
  }

  private static void add(Marker marker, List<String> names) {
    String name = marker.getName();
    if (names.size() == MAX_NAMES || names.contains(name) || name.equals(COMMONS_LOGGING)) {
      return;
    }
    names.add(name);
    Marker[] parents = marker.getParents();
    if (parents != null) {
      for (Marker parent : parents) {
        add(parent, names);
      }
    }
  }
}
