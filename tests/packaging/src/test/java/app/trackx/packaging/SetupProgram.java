package app.trackx.packaging;

import app.trackx.TrackX;

/** A program that sets up the client and prints the number of threads started by that. */
final class SetupProgram {
  static final String THREADS = "THREADS ";

  private SetupProgram() {}

  public static void main(String[] args) {
    int before = Thread.getAllStackTraces().size();
    TrackX.setup(args[0]);
    System.out.println(THREADS + (Thread.getAllStackTraces().size() - before));
    Runtime.getRuntime().halt(0); // skips shutdown, which would load further classes
  }
}
