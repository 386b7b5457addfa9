package app.trackx.faults;

import app.trackx.Diagnostics;
import app.trackx.TrackXClient;
import java.util.Arrays;

/** What one client, or several together, say of what became of their errors. */
record Counts(long captured, long sent, long folded, long cancelled, long dropped, long pending) {
  private static final String LINE = "COUNTS ";

  static Counts of(TrackXClient client) {
    Diagnostics now = client.diagnostics();
    return new Counts(
        now.captured(),
        now.sent(),
        folded(now),
        now.cancelled(),
        now.totalDropped(),
        now.pending());
  }

  /** By its name, until there is folding in every version that these tests are run with. */
  private static long folded(Diagnostics now) {
    try {
      return (long) Diagnostics.class.getMethod("folded").invoke(now);
    } catch (NoSuchMethodException e) {
      return 0;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  Counts plus(Counts other) {
    return new Counts(
        captured + other.captured,
        sent + other.sent,
        folded + other.folded,
        cancelled + other.cancelled,
        dropped + other.dropped,
        pending + other.pending);
  }

  /** One line, for another process to read. */
  String line() {
    return LINE + captured + " " + sent + " " + folded + " " + cancelled + " " + dropped + " "
        + pending;
  }

  /** The counts in the one line of a process that has them. */
  static Counts in(Iterable<String> lines) {
    for (String line : lines) {
      if (line.startsWith(LINE)) {
        long[] n = Arrays.stream(line.substring(LINE.length()).split(" "))
            .mapToLong(Long::parseLong)
            .toArray();
        return new Counts(n[0], n[1], n[2], n[3], n[4], n[5]);
      }
    }
    throw new AssertionError("no counts in " + lines);
  }
}
