package app.trackx.metrics;

import app.trackx.TrackXClient;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.ObjectName;

/** An application that registers everything, sends one error, and is stopped. */
public final class DeployedProgram implements Runnable {
  @Override
  public void run() {
    TrackXClient client = new RecordingTransport().client();
    TrackXJmx jmx = TrackXJmx.register(client);
    TrackXFlightRecorder recorder = TrackXFlightRecorder.start(client);
    check(recorder.isAvailable(), "Flight Recorder");
    check("app.trackx:id=2,type=Client".equals(jmx.objectName()), "" + jmx.objectName());
    client.sendEvent(new RuntimeException());
    check(client.flush(Duration.ofSeconds(20)), "flush");
    client.close();
    check(!isRegistered(), "unregistered");
  }

  private static boolean isRegistered() {
    try {
      return ManagementFactory.getPlatformMBeanServer()
          .isRegistered(new ObjectName("app.trackx:id=2,type=Client"));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void check(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }
}
