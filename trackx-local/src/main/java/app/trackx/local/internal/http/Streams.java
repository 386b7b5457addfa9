package app.trackx.local.internal.http;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A pool that runs each stream on a daemon thread of its own, so that streams do not occupy the threads that process
 * requests. The number of streams is limited; further ones are rejected.
 *
 * <p>A client that does not read blocks its thread in a write. There is no timer for that: opening a stream and writing to
 * one, which happens at every heartbeat at the latest, interrupts threads that have been blocked for too long, and the
 * interrupt closes their connection.
 */
public final class Streams implements AutoCloseable {
  public static final int MAX = 16;

  private final ThreadPoolExecutor threads;
  private final Set<Watched> open = ConcurrentHashMap.newKeySet();
  private final long patience;

  Streams(ThreadFactory factory) {
    this(factory, MAX, Duration.ofSeconds(10));
  }

  public Streams(ThreadFactory factory, int max, Duration patience) {
    threads =
        new ThreadPoolExecutor(0, max, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    this.patience = patience.toNanos();
  }

  /** The destination of a stream, opened and closed on the stream's thread. */
  public interface Target {
    OutputStream open() throws IOException;

    void close();
  }

  /** Starts a stream. Returns false if there are too many. */
  public boolean start(StreamBody body, Target target) {
    dropStalled();
    try {
      threads.execute(() -> run(body, target));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private void run(StreamBody body, Target target) {
    try (Watched out = new Watched(target.open())) {
      body.writeTo(out);
    } catch (IOException e) {
      // the client has disconnected or was too slow
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is closing
    } finally {
      target.close();
    }
  }

  private void dropStalled() {
    long now = System.nanoTime();
    open.forEach(stream -> stream.dropIfStalled(now));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** An output stream that records when the current write began. */
  private final class Watched extends OutputStream {
    private final OutputStream out;
    private final Thread thread = Thread.currentThread();
    private boolean writing; // both guarded by this
    private long since;

    Watched(OutputStream out) {
      this.out = out;
      open.add(this);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      dropStalled();
      begin();
      try {
        out.write(bytes, from, count);
      } finally {
        end();
      }
    }

    @Override
    public void flush() throws IOException {
      begin();
      try {
        out.flush();
      } finally {
        end();
      }
    }

    private synchronized void begin() {
      writing = true;
      since = System.nanoTime();
    }

    private synchronized void end() {
      writing = false;
    }

    synchronized void dropIfStalled(long now) {
      if (writing && now - since > patience) {
        thread.interrupt();
      }
    }

    @Override
    public void close() {
      open.remove(this);
    }
  }
}
