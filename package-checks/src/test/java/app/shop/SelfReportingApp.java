package app.shop;

import app.trackx.TrackX;

/** An application that brings the client along and sets it up by itself. */
public final class SelfReportingApp {
  private SelfReportingApp() {}

  public static void main(String[] args) {
    TrackX.setup(args[0]);
    throw new IllegalStateException("no order");
  }
}
