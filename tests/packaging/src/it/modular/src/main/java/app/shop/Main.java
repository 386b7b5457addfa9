package app.shop;

import app.trackx.TrackX;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.logging.log4j.LogManager;
import org.slf4j.LoggerFactory;

/** An application on the module path that only requires modules, without JVM options. */
public final class Main {
  public static void main(String[] args) throws IOException {
    if (!Main.class.getModule().isNamed() || !TrackX.class.getModule().isNamed()) {
      throw new AssertionError("not on the module path");
    }
    try (TrackXLocal server = TrackXLocal.start()) {
      TrackX.setup(server.endpoint());
      TrackX.sendEvent(new IllegalStateException("sent"));
      LoggerFactory.getLogger(Main.class).error("by Logback", new IllegalStateException("logged"));
      LogManager.getLogger(Main.class).error("by Log4j", new IllegalStateException("logged, too"));
      logByTheJdk();
      TrackX.close();
      Set<Object> logs = new HashSet<>();
      for (Event event : server.events()) {
        logs.add(event.meta().get("log"));
      }
      if (!logs.equals(new HashSet<>(Arrays.asList(null, "by Logback", "by Log4j", "by the JDK")))) {
        throw new AssertionError("arrived: " + server.events());
      }
    }
  }

  private static void logByTheJdk() throws IOException {
    try (InputStream file = Main.class.getResourceAsStream("/logging.properties")) {
      java.util.logging.LogManager.getLogManager().readConfiguration(file);
    }
    Logger.getLogger("app.shop").log(Level.SEVERE, "by the JDK", new IllegalStateException("and so"));
  }
}
