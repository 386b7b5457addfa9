package app.trackx;

import app.trackx.transport.Outcome;
import java.security.Permission;
import java.time.Duration;

/** A security manager that denies some of the permissions related to threads. Argument: which. */
final class DeniedGroupProgram {
  private DeniedGroupProgram() {}

  @SuppressWarnings("removal") // gone in JDK 24, where the test skips itself
  public static void main(String[] args) throws Exception {
    String what = args[0];
    System.setSecurityManager(new SecurityManager() {
      @Override
      public void checkAccess(ThreadGroup group) {
        if (what.equals("group") && group.getName().equals("system")) {
          throw new SecurityException("no group");
        }
        if (what.equals("group-of-the-caller")
            && group != Thread.currentThread().getThreadGroup()
            && group.getParent() == null) {
          throw new SecurityException("no group but its own");
        }
      }

      @Override
      public void checkPermission(Permission permission) {
        if (what.equals("thread") && permission.getName().startsWith("modifyThread")) {
          throw new SecurityException("no " + permission.getName());
        }
        if (what.equals("loader") && permission.getName().equals("setContextClassLoader")) {
          throw new SecurityException("no " + permission.getName());
        }
      }
    });
    TrackX.setup(TrackXClient.builder(FakeTransport.ENDPOINT).transport(request -> Outcome.sent()));
    if (what.equals("group-of-the-caller")) {
      ThreadGroup own = new ThreadGroup("own");
      Thread thread = new Thread(own, () -> TrackX.sendEvent(new IllegalStateException("p")));
      thread.start();
      thread.join();
    } else {
      TrackX.sendEvent(new IllegalStateException("place 1"));
    }
    boolean flushed = TrackX.flush(Duration.ofSeconds(20));
    System.out.println(
        "flushed " + flushed + ", sent " + TrackX.client().diagnostics().sent());
  }
}
