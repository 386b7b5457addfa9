package app.trackx.metrics;

import app.trackx.TrackXClient;
import java.time.Duration;

/** Asks for JMX and Flight Recorder in a runtime that has neither. */
final class SmallRuntimeProgram {
  private SmallRuntimeProgram() {}

  public static void main(String[] args) {
    try (TrackXClient client = new RecordingTransport().client()) {
      System.out.println("Flight Recorder " + TrackXFlightRecorder.start(client).isAvailable());
      System.out.println("JMX " + TrackXJmx.register(client).objectName());
      client.sendEvent(new RuntimeException());
      System.out.println("flush " + client.flush(Duration.ofSeconds(20)));
    }
  }
}
