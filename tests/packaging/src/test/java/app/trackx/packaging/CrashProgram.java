package app.trackx.packaging;

import app.trackx.TrackX;

/** A program that sets up the client and exits with an uncaught exception. */
final class CrashProgram {
  private CrashProgram() {}

  public static void main(String[] args) {
    TrackX.setup(args[0]);
    throw new IllegalStateException("order 17 failed");
  }
}
