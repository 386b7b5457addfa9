package app.trackx;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of long texts waits to be looked at. The intake is bounded by number; a few hundred
 * messages of a megabyte would fill the heap of the application nevertheless. Any thread, no locks.
 */
final class HeldTexts {
  /** Characters: 4 or 8 MiB. */
  static final long MOST = 4 * 1024 * 1024;

  private final AtomicLong held = new AtomicLong();

  /** Whether so many characters may wait, too; one text alone always may. */
  boolean take(int characters) {
    if (characters == 0) {
      return true;
    }
    long before = held.getAndAdd(characters);
    if (before > 0 && before + characters > MOST) {
      held.addAndGet(-characters);
      return false;
    }
    return true;
  }

  /** They have been looked at. */
  void giveBack(int characters) {
    if (characters > 0) {
      held.addAndGet(-characters);
    }
  }
}
