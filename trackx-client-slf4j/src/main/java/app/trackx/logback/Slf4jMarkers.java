package app.trackx.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * The names of a record's markers and the markers that they refer to, without the marker that
 * Commons Logging gives to each record.
 */
final class Slf4jMarkers {
  private static final String COMMONS_LOGGING = "COMMONS-LOGGING";
  private static final int MAX_NAMES = 32; // references may form a cycle

  private Slf4jMarkers() {}

  static List<String> of(ILoggingEvent event) {
    List<Marker> markers = FluentApi.PRESENT ? FluentApi.markers(event) : single(event);
    if (markers == null || markers.isEmpty()) {
      return Collections.emptyList();
    }
    List<String> names = new ArrayList<>();
    for (Marker marker : markers) {
      add(marker, names);
    }
    return names;
  }

  @SuppressWarnings("deprecation") // the only accessor in Logback 1.2
  private static @Nullable List<Marker> single(ILoggingEvent event) {
    Marker marker = event.getMarker();
    return marker == null ? null : Collections.singletonList(marker);
  }

  @SuppressWarnings("deprecation") // SLF4J discourages references but offers no other access
  private static void add(@Nullable Marker marker, List<String> names) {
    if (marker == null
        || names.size() == MAX_NAMES
        || names.contains(marker.getName())
        || COMMONS_LOGGING.equals(marker.getName())) {
      return;
    }
    names.add(marker.getName());
    for (Iterator<Marker> referred = marker.iterator(); referred.hasNext(); ) {
      add(referred.next(), names);
    }
  }
}
