package app.trackx.peers;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Memory, CPU time and threads of this JVM. */
final class JvmState {
  static final double MIB = 1 << 20;

  private static final Set<String> OF_THE_JVM = Set.of("system", "InnocuousThreadGroup");

  private JvmState() {}

  /** Returns the bytes of the heap that are in use after garbage collections. */
  static long liveHeap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Returns number and names of the live threads, except those of the JVM and of the harness. */
  static String threads() {
    Map<String, Integer> names = new TreeMap<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      ThreadGroup group = thread.getThreadGroup();
      String name = thread.getName();
      if (group != null && !OF_THE_JVM.contains(group.getName()) && !name.equals("main")) {
        names.merge(name.replaceAll("[0-9]+", "N"), 1, Integer::sum);
      }
    }
    return names.values().stream().mapToInt(Integer::intValue).sum() + " " + names;
  }
}
