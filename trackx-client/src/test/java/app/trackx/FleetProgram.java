package app.trackx;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Fails three times a second in three places, and then ends. Arguments: the endpoint, the name of
 * this instance, and for how many seconds.
 */
final class FleetProgram {
  private FleetProgram() {}

  public static void main(String[] args) throws Exception {
    TrackX.setup(TrackXClient.builder(args[0]).shutdownTimeout(Duration.ofSeconds(10)));
    TrackX.meta().put("instance", args[1]);
    int errors = 3 * Integer.parseInt(args[2]);
    for (int i = 0; i < errors; i++) {
      Thread thread = new Thread(new Failure(i % 3));
      thread.setUncaughtExceptionHandler(Thread.getDefaultUncaughtExceptionHandler());
      thread.start();
      thread.join();
      new CountDownLatch(1).await(333, TimeUnit.MILLISECONDS); // the pace, not a wait for something
    }
    System.out.println(TrackX.client().diagnostics());
  }

  private static final class Failure implements Runnable {
    private final int place;

    Failure(int place) {
      this.place = place;
    }

    @Override
    public void run() {
      if (place == 0) {
        throw new IllegalStateException("no stock");
      } else if (place == 1) {
        throw new IllegalArgumentException("no price");
      }
      throw new UnsupportedOperationException("no tax");
    }
  }
}
