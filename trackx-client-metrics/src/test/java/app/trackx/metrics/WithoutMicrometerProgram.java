package app.trackx.metrics;

import app.trackx.TrackXClient;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import javax.management.ObjectName;
import jdk.jfr.Recording;

/** Uses JMX and Flight Recorder, and prints what they show. */
final class WithoutMicrometerProgram {
  private WithoutMicrometerProgram() {}

  public static void main(String[] args) throws Exception {
    try {
      Class.forName("io.micrometer.core.instrument.MeterRegistry");
      System.out.println("with Micrometer");
    } catch (ClassNotFoundException missing) {
      System.out.println("without Micrometer");
    }
    try (Recording recording = new Recording();
        TrackXClient client = new RecordingTransport().client()) {
      TrackXFlightRecorder.start(client);
      String name = TrackXJmx.register(client).objectName();
      client.sendEvent(new RuntimeException()); // loads the classes of the events
      client.flush(Duration.ofSeconds(20));
      recording.start();
      client.sendEvent(new RuntimeException());
      client.flush(Duration.ofSeconds(20));
      System.out.println("sent "
          + ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName(name), "Sent"));
      recording.stop();
      recording.dump(Path.of(args[0]));
    }
  }
}
