package app.trackx;

import java.time.Duration;

/**
 * Fills its heap and keeps it full until the JVM exits. Arguments: the endpoint, how the error
 * propagates, and what the heap is filled with.
 */
public final class OutOfMemoryProgram {
  private static final int SMALL = 64;
  private static final int LARGE = 256 * 1024;

  /** An array whose first element is the previous array. */
  private static volatile Object[] kept = new Object[1];

  // created while there is memory
  private static final IllegalStateException WRAPPER = new IllegalStateException("no order");

  private OutOfMemoryProgram() {}

  public static void main(String[] args) throws Exception {
    TrackXClient client = TrackX.setup(TrackXClient.builder(args[0])
        .callTimeout(Duration.ofSeconds(30)) // after which events are sent again
        .shutdownTimeout(Duration.ofSeconds(30))); // the test is not about speed
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
      case "other": // an error unrelated to memory, in a full heap
        try {
          exhaust(size);
        } catch (OutOfMemoryError e) {
          throw WRAPPER;
        }
        break;
      case "warm": // after a successful delivery
        TrackX.sendEvent(new IllegalStateException("first"));
        TrackX.flush(Duration.ofSeconds(30));
        exhaust(size);
        break;
      case "huge": // in an otherwise normal heap, repeatedly
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

  /** Never returns. When large arrays no longer fit, allocates smaller and smaller ones. */
  private static void exhaust(int size) {
    try {
      keep(size);
    } catch (OutOfMemoryError noPlace) {
      if (size == LARGE) {
        throw noPlace; // leaves less free than a large array
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
