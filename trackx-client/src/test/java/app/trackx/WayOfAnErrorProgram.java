package app.trackx;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Captures errors until each point of their way was seen on a stack, then prints the classes on
 * those stacks. Runs without a compiler, which would inline what is to be seen. Argument: the
 * endpoint.
 */
final class WayOfAnErrorProgram {
  static final String CLASS = "CLASS ";

  private static final int INTAKE = 0;
  private static final int HANDLER = 1;
  private static final int SOCKET = 2;

  /** The stack at each point; null until it was seen. */
  private static final AtomicReferenceArray<StackTraceElement[]> SEEN =
      new AtomicReferenceArray<>(3);

  private WayOfAnErrorProgram() {}

  public static void main(String[] args) {
    Thread watch = new Thread(WayOfAnErrorProgram::watch, "watch");
    watch.setDaemon(true);
    watch.start();
    try (TrackXClient client = TrackXClient.builder(args[0])
        .rateLimit(RateLimit.none())
        .onError((payload, reason) -> {
          see(HANDLER, new Throwable().getStackTrace());
          return payload;
        })
        .build()) {
      long start = System.nanoTime();
      while (!isAllSeen() && System.nanoTime() - start < Duration.ofSeconds(60).toNanos()) {
        client.sendEvent(new IllegalStateException("order 17 failed"));
      }
    }
    for (int point = INTAKE; point <= SOCKET; point++) {
      for (StackTraceElement frame : SEEN.get(point)) {
        if (frame.getClassName().startsWith("app.trackx.")) {
          System.out.println(CLASS + frame.getClassName().split("\\$")[0]);
        }
      }
    }
  }

  private static void watch() {
    while (!isAllSeen()) {
      for (Map.Entry<Thread, StackTraceElement[]> one :
          Thread.getAllStackTraces().entrySet()) {
        if (one.getKey() != Thread.currentThread()) {
          look(one.getValue());
        }
      }
    }
  }

  private static void look(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().equals("app.trackx.internal.delivery.Intake")
          && frame.getMethodName().equals("offer")) {
        see(INTAKE, stack);
      } else if (frame.getClassName().equals("app.trackx.internal.http.BoundedSocket$Output")) {
        see(SOCKET, stack);
      }
    }
  }

  private static void see(int point, StackTraceElement[] stack) {
    SEEN.compareAndSet(point, null, stack);
  }

  private static boolean isAllSeen() {
    return SEEN.get(INTAKE) != null && SEEN.get(HANDLER) != null && SEEN.get(SOCKET) != null;
  }
}
