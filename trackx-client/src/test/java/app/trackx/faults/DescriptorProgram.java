package app.trackx.faults;

import app.trackx.RateLimit;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.testing.ChildJvm;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes all file descriptors and reports the error that follows. Arguments: the endpoint, when they
 * run out, how the error goes on, and a spool directory or nothing.
 */
final class DescriptorProgram {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<FileInputStream> OPEN = new ArrayList<>();

  private DescriptorProgram() {}

  public static void main(String[] args) throws Exception {
    OPEN.add(new FileInputStream("/dev/null"));
    release(); // what it needs is loaded
    Class.forName("app.trackx.faults.HostChecks");
    TrackX.client(); // so is what the application has before it sets up
    boolean early = args[1].equals("before-setup");
    Throwable error = early ? exhaust() : null;
    setUp(args);
    if (args[1].equals("after-delivery") || args[1].equals("after-idle")) {
      TrackX.sendEvent(new IllegalStateException("a delivery"));
      TrackX.flush(PATIENCE);
    }
    if (args[1].equals("after-idle")) {
      awaitEndOfThreads();
    }
    fail(early ? error : exhaust(), args[2]);
    HostChecks.hold();
    if (args[2].equals("exit")) {
      System.out.println(ChildJvm.MARK);
      return;
    }
    release();
    TrackX.sendEvent(new IllegalStateException("after it"));
    TrackX.flush(PATIENCE);
    System.out.println(TrackX.client().diagnostics());
    HostChecks.run();
  }

  private static void setUp(String[] args) {
    TrackXClient.Builder options = TrackXClient.builder(args[0]).rateLimit(RateLimit.none());
    if (args.length > 3) {
      options.spoolDirectory(new File(args[3]).toPath());
    }
    TrackX.setup(options);
  }

  private static void fail(Throwable error, String how) throws InterruptedException {
    if (!how.equals("uncaught")) {
      TrackX.sendEvent(error);
      return;
    }
    Thread thread = new Thread() {
      @Override
      public void run() {
        throw new IllegalStateException("uncaught", error);
      }
    };
    thread.start();
    thread.join();
  }

  private static IOException exhaust() {
    while (true) {
      try {
        OPEN.add(new FileInputStream("/dev/null"));
      } catch (IOException tooMany) {
        return tooMany;
      }
    }
  }

  private static void release() throws IOException {
    for (FileInputStream file : OPEN) {
      file.close();
    }
    OPEN.clear();
  }

  private static void awaitEndOfThreads() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("trackx-process") || thread.getName().equals("trackx-send")) {
        thread.join(PATIENCE.toMillis());
      }
    }
  }
}
