package app.trackx.packaging;

import app.trackx.TrackX;

/** Sets up, and says how many threads that made. */
final class SetupProgram {
  static final String THREADS = "THREADS ";

  private SetupProgram() {}

  public static void main(String[] args) {
    int before = Thread.getAllStackTraces().size();
    TrackX.setup(args[0]);
    System.out.println(THREADS + (Thread.getAllStackTraces().size() - before));
    Runtime.getRuntime().halt(0); // what the end loads is not what set-up loads
  }
}
