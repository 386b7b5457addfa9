package app.trackx.logback;

import app.trackx.TrackX;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** Sets up the client with an invalid endpoint before or while SLF4J starts Logback. */
public final class StartProgram {
  private StartProgram() {}

  public static void main(String[] args) {
    if (args[0].equals("setup")) {
      TrackX.setup("${X}"); // logs a warning, which starts Logback and the appender
    }
    LoggerFactory.getLogger("shop").error("failed");
    System.out.println("enabled " + TrackX.client().isEnabled());
  }

  /** Sets up the client while Logback starts, within SLF4J's initialization. */
  public static final class Appender extends AppenderBase<ILoggingEvent> {
    @Override
    public void start() {
      super.start();
      TrackX.setup("@x@");
    }

    @Override
    protected void append(ILoggingEvent event) {
      // start did the work
    }
  }
}
