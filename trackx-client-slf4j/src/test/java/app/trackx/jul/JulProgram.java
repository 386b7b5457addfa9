package app.trackx.jul;

import app.trackx.TrackX;
import java.io.IOException;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** A program that logs an error as its last statement. */
final class JulProgram {
  private static final Logger LOG = Logger.getLogger("shop.Orders");

  private JulProgram() {}

  public static void main(String[] args) throws IOException {
    String what = args[0];
    if (what.equals("setup")) {
      TrackX.setup(args[1]);
    }
    if (what.equals("again")) {
      LOG.severe("before");
      LogManager.getLogManager().readConfiguration();
    }
    if (what.equals("reset")) {
      LOG.severe("before");
      LogManager.getLogManager().reset();
    }
    LOG.severe("the last words");
    if (what.equals("exit")) {
      System.exit(0);
    }
  }
}
