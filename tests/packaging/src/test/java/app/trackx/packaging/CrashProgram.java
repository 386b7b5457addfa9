package app.trackx.packaging;

import app.trackx.TrackX;

/** Sets up, and dies of its first error. */
final class CrashProgram {
  private CrashProgram() {}

  public static void main(String[] args) {
    TrackX.setup(args[0]);
    throw new IllegalStateException("order 17 failed");
  }
}
