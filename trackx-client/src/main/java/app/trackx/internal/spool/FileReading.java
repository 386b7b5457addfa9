package app.trackx.internal.spool;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The reading of a file on the disk thread, for another thread that waits for it briefly. */
public final class FileReading implements Runnable {
  private final Spool spool;
  private final SpooledEvent file;
  private final CountDownLatch done = new CountDownLatch(1);

  // written before done is counted down
  private boolean failed = true;
  private byte @Nullable [] body;
  private @Nullable IOException failure;

  /** Creates one that is not done until it has run on the disk thread. */
  public FileReading(Spool spool, SpooledEvent file) {
    this.spool = spool;
    this.file = file;
  }

  /** Returns the file to read. */
  public SpooledEvent file() {
    return file;
  }

  @Override
  public void run() {
    try {
      body = spool.read(file);
      failed = false;
    } catch (IOException e) {
      failure = e;
    } finally {
      done.countDown();
    }
  }

  /** Returns true if the file was read; waits for that, for as long at most. */
  public boolean isDone(long millis) {
    try {
      return done.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns the content once it is done; null if the file could not be read or was lost, which is counted. */
  public byte @Nullable [] body() {
    return body;
  }

  /**
   * Returns true if the file should be read later: the disk or the JVM failed, perhaps for lack of
   * memory, and the file may be intact.
   */
  public boolean hasFailed() {
    return failed;
  }

  /** Returns why the disk failed; null if it did not. */
  public @Nullable IOException failure() {
    return failure;
  }
}
