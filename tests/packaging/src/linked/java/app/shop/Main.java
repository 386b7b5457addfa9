package app.shop;

import app.trackx.TrackX;

/** An application for a custom runtime image. */
public final class Main {
  public static void main(String[] args) {
    TrackX.setup(args[0]);
    throw new IllegalStateException("no order");
  }
}
