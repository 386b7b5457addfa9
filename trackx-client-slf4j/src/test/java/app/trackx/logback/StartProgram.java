package app.trackx.logback;

import app.trackx.TrackX;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** Sets the client up with a bad endpoint before, or while, SLF4J starts Logback. */
public final class StartProgram {
  private StartProgram() {}

  public static void main(String[] args) {
    if (args[0].equals("setup")) {
      TrackX.setup("${X}"); // whose warning starts Logback, and so the appender
    }
    LoggerFactory.getLogger("shop").error("failed");
    System.out.println("enabled " + TrackX.client().isEnabled());
  }

  /** One that sets the client up while Logback starts, within SLF4J's initialization. */
  public static final class Appender extends AppenderBase<ILoggingEvent> {
    @Override
    public void start() {
      super.start();
      TrackX.setup("@x@");
    }

    @Override
    protected void append(ILoggingEvent event) {
      // has done its work
    }
  }
}
