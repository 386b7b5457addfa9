package app.shop;

import app.trackx.TrackX;

/** An application that fails without using any library. */
public final class CrashingApp {
  public static void main(String[] args) {
    TrackX.setup(args[0]);
    throw new IllegalStateException("no order");
  }
}
