package app.shop;

import app.trackx.TrackX;
import app.trackx.jul.TrackXHandler;
import app.trackx.local.TrackXLocal;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** An application on a module path, that names the modules it uses and no option of the JVM. */
public final class Main {
  public static void main(String[] args) {
    if (!Main.class.getModule().isNamed() || !TrackX.class.getModule().isNamed()) {
      throw new AssertionError("not on the module path");
    }
    try (TrackXLocal server = TrackXLocal.start()) {
      TrackX.setup(server.endpoint());
      TrackX.sendEvent(new IllegalStateException("sent"));
      LoggerFactory.getLogger(Main.class).error("by Logback", new IllegalStateException("logged"));
      Logger jul = Logger.getLogger("app.shop");
      jul.addHandler(new TrackXHandler());
      jul.log(Level.SEVERE, "by the JDK", new IllegalStateException("logged, too"));
      TrackX.close();
      if (server.events().size() != 3) {
        throw new AssertionError("arrived: " + server.events());
      }
    }
  }
}
