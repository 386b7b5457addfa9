package app.trackx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shows what would be sent for an error. Runs scrubber and handler on the caller's thread, for one
 * preview at a time, with a lock of its own: the processing thread never waits for user code.
 */
final class Preview {
  /** How long a preview waits for another one. */
  private static final long LONGEST_SECONDS = 10;

  private final Options options;
  private final Warnings warnings;
  private final ReentrantLock lock = new ReentrantLock();

  /** The thread that runs the handler; null if there is none. */
  private volatile @Nullable Thread thread;

  Preview(Options options, Warnings warnings) {
    this.options = options;
    this.warnings = warnings;
  }

  /** Returns true if the calling thread runs the handler for a preview. */
  boolean isCurrent() {
    return thread == Thread.currentThread();
  }

  /** Returns the body that would be sent; null for none. Counts nothing. Any thread. */
  @Nullable
  String of(Occurrence occurrence) throws IOException {
    EventProcessor processor = new EventProcessor(options, new Counters(warnings.muted()));
    OutboundEvent event;
    try {
      if (!lock.tryLock(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        return null; // a handler hangs
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
    Thread outer = thread; // a handler may ask for a preview itself
    thread = Thread.currentThread();
    try {
      event = processor.ready(processor.draft(occurrence));
    } finally {
      thread = outer;
      lock.unlock();
    }
    return event == null
        ? null
        : new String(event.encode(Collections.emptyMap()), StandardCharsets.UTF_8);
  }
}
