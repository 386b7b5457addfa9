package app.trackx.internal.logging;

import app.trackx.local.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The trail of an event as a server received it. */
public final class Trails {
  private Trails() {}

  /** Returns each record as "LEVEL logger template", without the template if it has none. */
  public static List<String> of(Event event) {
    List<String> lines = new ArrayList<>();
    for (Map<?, ?> record : records(event)) {
      Object template = record.get("template");
      lines.add(record.get("level") + " " + record.get("logger")
          + (template == null ? "" : " " + template));
    }
    return lines;
  }

  /** Returns the milliseconds before the error of each record. */
  public static List<Long> millis(Event event) {
    List<Long> millis = new ArrayList<>();
    for (Map<?, ?> record : records(event)) {
      millis.add(((Number) record.get("ms")).longValue());
    }
    return millis;
  }

  private static List<Map<?, ?>> records(Event event) {
    List<Map<?, ?>> records = new ArrayList<>();
    Object trail = event.meta().get("trail");
    for (Object record : trail == null ? List.of() : (List<?>) trail) {
      records.add((Map<?, ?>) record);
    }
    return records;
  }
}
