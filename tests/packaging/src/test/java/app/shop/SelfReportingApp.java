package app.shop;

import app.trackx.TrackX;

/**
 * An application that brings the client along and sets it up by itself; with a second argument it has
 * a handler on top of that, and closes the client before it fails.
 */
public final class SelfReportingApp {
  private SelfReportingApp() {}

  public static void main(String[] args) {
    TrackX.setup(args[0]);
    if (args.length > 1) {
      Thread.setDefaultUncaughtExceptionHandler(
          Thread.getDefaultUncaughtExceptionHandler()::uncaughtException);
      TrackX.close();
    }
    throw new IllegalStateException("no order");
  }
}
