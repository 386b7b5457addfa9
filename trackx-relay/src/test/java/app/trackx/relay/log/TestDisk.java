package app.trackx.relay.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that becomes full, refuses to force, or waits, when a test says so. Writes through to the real one. */
final class TestDisk implements Segment.Opener {
  volatile boolean full;
  volatile boolean forceFails;

  /** If set, forcing waits until it is released. */
  volatile CountDownLatch hold = new CountDownLatch(0);

  final AtomicInteger forces = new AtomicInteger();
  final AtomicInteger segments = new AtomicInteger();

  @Override
  public Segment create(Path file) throws IOException {
    checkRoom();
    segments.incrementAndGet();
    Segment real = Segment.onDisk(file);
    return new Segment() {
      @Override
      public void write(ByteBuffer bytes) throws IOException {
        if (full) { // some of it goes through
          bytes.limit(bytes.position() + bytes.remaining() / 2);
          real.write(bytes);
        }
        checkRoom();
        real.write(bytes);
      }

      @Override
      public void force() throws IOException {
        await(hold);
        if (forceFails) {
          throw new IOException("Input/output error");
        }
        real.force();
        forces.incrementAndGet();
      }

      @Override
      public void close() throws IOException {
        real.close();
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      app.trackx.testing.Waiting.forLatch(latch);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void checkRoom() throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
  }
}
