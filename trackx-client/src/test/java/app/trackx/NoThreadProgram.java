package app.trackx;

import java.time.Duration;

/** Uses the client where no thread can be started. Arguments: two endpoints. */
public final class NoThreadProgram {
  private static volatile boolean denied;

  private NoThreadProgram() {}

  @SuppressWarnings("removal") // gone in JDK 24, where the test skips itself
  public static void main(String[] args) {
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
    TrackX.setup(TrackXClient.builder(args[0]).shutdownTimeout(Duration.ofSeconds(30)));
    denied = true;
    TrackX.sendEvent(new IllegalStateException("waits"));
    System.out.println("flushed " + TrackX.flush(Duration.ofMillis(100)));
    TrackXClient second = TrackX.setup(args[1]);
    System.out.println("handler " + (Thread.getDefaultUncaughtExceptionHandler() != null));
    TrackX.close();
    System.out.println("enabled " + second.isEnabled());
    denied = false;
  }
}
