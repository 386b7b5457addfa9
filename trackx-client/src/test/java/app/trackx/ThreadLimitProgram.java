package app.trackx;

import app.trackx.testing.ChildJvm;
import app.trackx.transport.Outcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Fills the intake while no thread can be started. Argument: who denies threads, "manager" or
 * "pids".
 */
public final class ThreadLimitProgram {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private static volatile boolean denied;

  private ThreadLimitProgram() {}

  public static void main(String[] args) throws Exception {
    boolean managed = args[0].equals("manager");
    if (managed) {
      install();
    }
    Thread allowsLater = new Thread(() -> {
      awaitDenied();
      pause(2_000);
      denied = false;
    });
    allowsLater.setDaemon(true);
    TrackXClient client = client();
    TrackXClient second = client();
    if (managed) {
      allowsLater.start();
      denied = true;
      fill(client);
      second.sendEvent(new IllegalStateException("waits"));
    } else {
      System.out.println(ChildJvm.MARK); // from now on there are no more threads
      awaitNoThread();
      fill(client);
      second.sendEvent(new IllegalStateException("waits"));
      System.out.println(ChildJvm.MARK); // from now on there are
    }
    System.out.println("pending 0 " + awaitNothingPending(client));
    System.out.println("flush asks again " + second.flush(Duration.ofSeconds(60)));
  }

  private static void fill(TrackXClient client) {
    for (int i = 0; i < 3_000; i++) {
      client.sendEvent(new IllegalStateException("place " + i));
    }
    long refused = client.diagnostics().dropped().getOrDefault(DropReason.INTAKE_FULL, 0L);
    System.out.println("full " + (refused > 0 && client.diagnostics().sent() == 0));
  }

  /** Keeps capturing errors occasionally, as the application does; all of them may be refused. */
  private static boolean awaitNothingPending(TrackXClient client) {
    long end = System.nanoTime() + PATIENCE;
    while (client.diagnostics().pending() > 0 && end - System.nanoTime() > 0) {
      client.sendEvent(new IllegalStateException("again")); // refused without a processing thread
      pause(20);
    }
    return client.diagnostics().pending() == 0 && client.diagnostics().sent() > 0;
  }

  private static TrackXClient client() {
    return TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(request -> Outcome.sent())
        .rateLimit(RateLimit.none())
        .build();
  }

  private static void awaitDenied() {
    while (!denied) {
      pause(1);
    }
  }

  private static void awaitNoThread() {
    for (; ; ) {
      try {
        Thread thread = new Thread(() -> {});
        thread.start();
        pause(1);
      } catch (OutOfMemoryError limited) {
        return;
      }
    }
  }

  private static void pause(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (end - System.nanoTime() > 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  @SuppressWarnings("removal") // gone in JDK 24, where the test skips itself
  private static void install() {
    System.setSecurityManager(new SecurityManager() {
      @Override
      public void checkAccess(ThreadGroup group) {
        if (denied) {
          throw new SecurityException("no thread");
        }
      }

      @Override
      public void checkPermission(java.security.Permission permission) {
        // all but threads
      }
    });
  }
}
