package app.trackx.local.internal.store;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The number of sessions registered in an hour, and of those with an error. */
public final class HourlySessions {
  private final Instant from;
  private final int sessions;
  private final int withError;

  private HourlySessions(Instant from, int sessions, int withError) {
    this.from = from;
    this.sessions = sessions;
    this.withError = withError;
  }

  /** Returns the given number of hours up to and including the current one, oldest first. */
  static List<HourlySessions> last(int count, Instant now, List<StoredSession> sessions) {
    Instant first = now.truncatedTo(ChronoUnit.HOURS).minus(count - 1L, ChronoUnit.HOURS);
    int[] all = new int[count];
    int[] withError = new int[count];
    for (StoredSession session : sessions) {
      long index = Math.floorDiv(Duration.between(first, session.since()).toSeconds(), 3600);
      if (index >= 0 && index < count) {
        all[(int) index]++;
        withError[(int) index] += session.withError() ? 1 : 0;
      }
    }
    List<HourlySessions> hours = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      hours.add(new HourlySessions(first.plus(i, ChronoUnit.HOURS), all[i], withError[i]));
    }
    return Collections.unmodifiableList(hours);
  }

  public Instant from() {
    return from;
  }

  public int sessions() {
    return sessions;
  }

  public int withError() {
    return withError;
  }
}
