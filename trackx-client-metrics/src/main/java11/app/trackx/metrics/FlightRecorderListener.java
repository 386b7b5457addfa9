package app.trackx.metrics;

import app.trackx.Diagnostics;
import app.trackx.DropReason;
import app.trackx.EventType;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * Records what it is told. An event that nobody records is an allocation that the JIT compiler
 * removes, and a check of one field.
 */
final class FlightRecorderListener implements Diagnostics.Listener {
  /** Creates a listener; throws if this runtime has no Flight Recorder. */
  FlightRecorderListener() {
    if (!FlightRecorder.isAvailable()) {
      throw new UnsupportedOperationException("no Flight Recorder");
    }
  }

  @Override
  public void captured(EventType type, String error) {
    Captured event = new Captured();
    if (event.isEnabled()) {
      event.error = error;
      event.type = type.name();
      event.commit();
    }
  }

  @Override
  public void sent(long errors, int bytes, long nanos) {
    Sent event = new Sent();
    if (event.isEnabled()) {
      event.errors = errors;
      event.size = bytes;
      event.took = nanos;
      event.commit();
    }
  }

  @Override
  public void dropped(DropReason reason, long errors) {
    Dropped event = new Dropped();
    if (event.isEnabled()) {
      event.reason = reason.name();
      event.errors = errors;
      event.commit();
    }
  }

  @Name("app.trackx.Captured")
  @Label("Error Captured")
  @Description("The TrackX client captured an error")
  @Category("TrackX")
  @StackTrace(false)
  private static final class Captured extends Event {
    @Label("Error")
    @Description("Class name of the exception; null if there is none")
    String error;

    @Label("Type")
    String type;
  }

  @Name("app.trackx.Sent")
  @Label("Event Sent")
  @Description("The TrackX server accepted an event")
  @Category("TrackX")
  @StackTrace(false)
  private static final class Sent extends Event {
    @Label("Errors")
    @Description("The number of errors for which the event stands")
    long errors;

    @Label("Size")
    @DataAmount
    long size;

    @Label("Took")
    @Description("The time from the request to the response")
    @Timespan(Timespan.NANOSECONDS)
    long took;
  }

  @Name("app.trackx.Dropped")
  @Label("Errors Dropped")
  @Description("The TrackX client dropped errors, which will not reach the server")
  @Category("TrackX")
  @StackTrace(false)
  private static final class Dropped extends Event {
    @Label("Reason")
    String reason;

    @Label("Errors")
    long errors;
  }
}
