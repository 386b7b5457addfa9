package app.trackx.relay.front;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads a request's body without blocking a thread, up to a size, and within a budget of bytes for all requests together. A
 * body over either, or one that is ignored, is read on for a while and discarded: if the connection were reset while the client
 * still writes, it would not see the answer.
 */
final class BodyReader implements Runnable {
  private static final long MAX_DISCARDED = 16L * 1024 * 1024;
  private static final int FIRST = 4096;

  private final Request request;
  private final boolean ignored;
  private final int limit;
  private final Semaphore budget;
  private final CompletableFuture<byte[]> done = new CompletableFuture<>();
  private final ByteArrayOutputStream body;
  private int acquired;
  private long discarded;
  private boolean tooLarge;
  private boolean busy;

  /**
   * Creates a reader; {@link #run} starts it.
   *
   * @param ignored whether the body counts as absent, of whatever size it is
   */
  BodyReader(Request request, boolean ignored, int limit, Semaphore budget) {
    this.request = request;
    this.ignored = ignored;
    this.limit = limit;
    this.budget = budget;
    this.body = new ByteArrayOutputStream((int) Math.max(0, Math.min(FIRST, request.getLength())));
  }

  /**
   * Completes with the body, empty if it is ignored; exceptionally with an {@link HttpError}, 413 or 503, or with what broke the
   * connection. What was acquired of the budget is {@link #acquired}, and is released by the caller.
   */
  CompletableFuture<byte[]> done() {
    return done;
  }

  /** Returns the bytes of the budget that this body holds. */
  int acquired() {
    return acquired;
  }

  @Override
  public void run() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        done.completeExceptionally(chunk.getFailure());
        return;
      }
      take(chunk.getByteBuffer());
      boolean last = chunk.isLast();
      chunk.release();
      if (last || discarded > MAX_DISCARDED) {
        end();
        return;
      }
    }
  }

  private void take(ByteBuffer bytes) {
    int size = bytes.remaining();
    tooLarge |= !ignored && acquired + (long) size > limit;
    if (!ignored && !tooLarge && !busy) {
      busy = !budget.tryAcquire(size);
    }
    if (ignored || tooLarge || busy) {
      discarded += size;
      return;
    }
    acquired += size;
    byte[] copy = new byte[size];
    bytes.get(copy);
    body.write(copy, 0, size);
  }

  private void end() {
    if (tooLarge) {
      done.completeExceptionally(new HttpError(413, "Exceeded \"Content-Length\" limit"));
    } else if (busy) {
      done.completeExceptionally(new HttpError(503, "Too many requests at once"));
    } else {
      done.complete(body.toByteArray());
    }
  }
}
