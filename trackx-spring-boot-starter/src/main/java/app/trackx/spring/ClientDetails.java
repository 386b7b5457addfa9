package app.trackx.spring;

import app.trackx.Diagnostics;
import app.trackx.DropReason;
import app.trackx.TrackXClient;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The state of delivery, as health shows it, with counts since the client was opened. */
final class ClientDetails {
  private ClientDetails() {}

  static Map<String, Object> of(TrackXClient client) {
    Diagnostics counts = client.diagnostics();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("delivery", client.deliveryState().name().toLowerCase(Locale.ROOT));
    details.put("captured", counts.captured());
    details.put("sent", counts.sent());
    details.put("folded", counts.folded());
    details.put("duplicates", counts.duplicates());
    details.put("cancelled", counts.cancelled());
    details.put("pending", counts.pending());
    details.put("aggregating", counts.aggregating());
    details.put("retried", counts.retried());
    details.put("spooled", counts.spooled());
    Map<String, Object> dropped = new LinkedHashMap<>();
    for (Map.Entry<DropReason, Long> entry : counts.dropped().entrySet()) {
      dropped.put(entry.getKey().name().toLowerCase(Locale.ROOT), entry.getValue());
    }
    details.put("dropped", dropped);
    return details;
  }
}
