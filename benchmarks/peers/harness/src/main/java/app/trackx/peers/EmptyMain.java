package app.trackx.peers;

/** A program that does nothing, to compare a cold start with. */
final class EmptyMain {
  private EmptyMain() {}

  public static void main(String[] args) throws Exception {
    System.out.println("R peakKiB=" + PeakMemory.kib());
  }
}
