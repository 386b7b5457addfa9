package app.shop;

import app.trackx.TrackX;

/** An application for an image of its own. */
public final class Main {
  public static void main(String[] args) {
    TrackX.setup(args[0]);
    throw new IllegalStateException("no order");
  }
}
