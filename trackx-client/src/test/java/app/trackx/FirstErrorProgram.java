package app.trackx;

import app.trackx.testing.ChildJvm;
import java.io.FileNotFoundException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Sets up a client, captures an error and delivers it. Prints {@link ChildJvm#MARK} before the
 * error and when it was sent. Argument: the endpoint.
 */
final class FirstErrorProgram {
  private FirstErrorProgram() {}

  public static void main(String[] args) {
    TrackXClient client = TrackX.setup(args[0]);
    Throwable error = new IllegalStateException("no order", new FileNotFoundException("no file"));
    error.addSuppressed(new FileNotFoundException("nor another"));
    System.out.println(ChildJvm.MARK);
    client.sendEvent(error);
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (client.diagnostics().sent() == 0 && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(1_000_000);
    }
    System.out.println(ChildJvm.MARK);
  }
}
