package app.trackx;

import java.time.Duration;

/**
 * Fills its heap and keeps it full to the end of the JVM. Arguments: the endpoint, how the error
 * goes on from there, and what the heap is filled with.
 */
public final class OutOfMemoryProgram {
  private static final int SMALL = 64;
  private static final int LARGE = 256 * 1024;

  /** An array whose first element is the one before. */
  private static volatile Object[] kept = new Object[1];

  // made while there is memory
  private static final IllegalStateException WRAPPER = new IllegalStateException("no order");

  private OutOfMemoryProgram() {}

  public static void main(String[] args) throws Exception {
    TrackXClient client = TrackX.setup(TrackXClient.builder(args[0])
        .callTimeout(Duration.ofSeconds(30)) // after which an event is sent once more
        .shutdownTimeout(Duration.ofSeconds(30))); // what is tested is not how fast
    int size = args[2].equals("large") ? LARGE : SMALL;
    switch (args[1]) {
      case "main":
        exhaust(size);
        break;
      case "worker":
        join(start(1, size));
        break;
      case "workers":
        join(start(8, size));
        break;
      case "sent":
        try {
          exhaust(size);
        } catch (OutOfMemoryError e) {
          TrackX.sendEvent(e);
        }
        break;
      case "cause":
        try {
          exhaust(size);
        } catch (OutOfMemoryError e) {
          WRAPPER.initCause(e);
          throw WRAPPER;
        }
        break;
      case "other": // an error that is none of memory's, in a heap that is full
        try {
          exhaust(size);
        } catch (OutOfMemoryError e) {
          throw WRAPPER;
        }
        break;
      case "warm": // after a delivery that went well
        TrackX.sendEvent(new IllegalStateException("first"));
        TrackX.flush(Duration.ofSeconds(30));
        exhaust(size);
        break;
      case "huge": // in a heap that is otherwise fine, and again and again
        for (int i = 1; i <= 3; i++) {
          try {
            kept = new Object[Integer.MAX_VALUE - i];
          } catch (OutOfMemoryError e) {
            TrackX.sendEvent(e);
            TrackX.flush(Duration.ofSeconds(30));
          }
        }
        System.out.println(client.diagnostics());
        break;
      default:
        throw new IllegalArgumentException(args[1]);
    }
  }

  private static Thread[] start(int count, int size) {
    Thread[] threads = new Thread[count];
    for (int i = 0; i < count; i++) {
      threads[i] = new Thread(() -> exhaust(size), "worker-" + i);
    }
    for (Thread thread : threads) {
      thread.start();
    }
    return threads;
  }

  private static void join(Thread[] threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Never returns. Where a large array finds no place any more, ever smaller ones do. */
  private static void exhaust(int size) {
    try {
      keep(size);
    } catch (OutOfMemoryError noPlace) {
      if (size == LARGE) {
        throw noPlace; // leaves what is less than a large array
      }
      keep(1);
    }
  }

  private static void keep(int size) {
    while (true) {
      synchronized (OutOfMemoryProgram.class) {
        Object[] next = new Object[size];
        next[0] = kept;
        kept = next;
      }
    }
  }
}
