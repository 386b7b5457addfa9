package app.trackx.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * Access to the parts of a record that exist since Logback 1.3 (SLF4J 2): key-value pairs and
 * multiple markers.
 */
final class FluentApi {
  /** Whether this Logback supports them. Must be checked before any other use of this class. */
  static final boolean PRESENT = isPresent();

  private FluentApi() {}

  private static boolean isPresent() {
    try {
      ILoggingEvent.class.getMethod("getKeyValuePairs");
      return true;
    } catch (NoSuchMethodException | LinkageError before13) {
      return false;
    }
  }

  static Map<String, @Nullable Object> pairs(ILoggingEvent event) {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs == null || pairs.isEmpty()) {
      return Collections.emptyMap();
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (KeyValuePair pair : pairs) {
      map.put(pair.key, pair.value);
    }
    return map;
  }

  static @Nullable List<Marker> markers(ILoggingEvent event) {
    return event.getMarkerList();
  }
}
