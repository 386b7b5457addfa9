package app.trackx.relay.fold;

import java.util.Arrays;

/** A set of up to {@value #MOST} sources, each 64 bits. Once full, it stays as it is. Immutable. */
final class SourceSet {
  /** The maximum number of sources that are told apart. */
  static final int MOST = 1024;

  static final SourceSet NONE = new SourceSet(new long[0]);

  private final long[] sorted;

  private SourceSet(long[] sorted) {
    this.sorted = sorted;
  }

  static SourceSet of(long[] sources) {
    long[] distinct = Arrays.stream(sources).sorted().distinct().limit(MOST).toArray();
    return new SourceSet(distinct);
  }

  int size() {
    return sorted.length;
  }

  /** Returns the set with another source; the same instance if that changes nothing. */
  SourceSet with(long source) {
    int found = Arrays.binarySearch(sorted, source);
    if (found >= 0 || sorted.length == MOST) {
      return this;
    }
    int at = -found - 1;
    long[] more = new long[sorted.length + 1];
    System.arraycopy(sorted, 0, more, 0, at);
    more[at] = source;
    System.arraycopy(sorted, at, more, at + 1, sorted.length - at);
    return new SourceSet(more);
  }

  SourceSet union(SourceSet other) {
    SourceSet all = size() >= other.size() ? this : other;
    for (long source : all == this ? other.sorted : sorted) {
      all = all.with(source);
    }
    return all;
  }

  /** Returns a copy, in ascending order. */
  long[] toArray() {
    return sorted.clone();
  }
}
