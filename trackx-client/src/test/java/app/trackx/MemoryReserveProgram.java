package app.trackx;

import app.trackx.testing.ChildJvm;
import java.util.ArrayList;
import java.util.List;

/**
 * Sets up a client in a nearly full heap. Arguments: the endpoint, the KiB that stay free, the
 * length in KiB of the arrays that fill the rest.
 */
final class MemoryReserveProgram {
  private static final int KIB = 1024;

  private static final List<byte[]> KEPT = new ArrayList<>(100_000);

  private MemoryReserveProgram() {}

  public static void main(String[] args) {
    long left = Long.parseLong(args[1]) * KIB;
    int length = Integer.parseInt(args[2]) * KIB;
    Runtime jvm = Runtime.getRuntime();
    // a failed allocation ends this JVM, so filling stops when the next one might fail
    while (jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory() > left + length) {
      KEPT.add(new byte[length]);
    }
    System.out.println(ChildJvm.MARK);
    TrackX.setup(args[0]);
    System.out.println("SET UP");
    TrackX.close();
  }
}
