package app.shop;

import app.trackx.TrackX;

/**
 * An application that sets up its own client. With a second argument, it also installs a handler and closes the
 * client before it fails.
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
