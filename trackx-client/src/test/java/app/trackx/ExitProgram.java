package app.trackx;

import app.trackx.testing.ChildJvm;
import app.trackx.testing.StallMeter;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Exits in all the ways that programs do. Arguments: the endpoint, the way, the number of events,
 * and optionally a shutdown timeout.
 */
final class ExitProgram {
  private ExitProgram() {}

  public static void main(String[] args) throws Exception {
    String way = args[1];
    int events = Integer.parseInt(args[2]);
    TrackXClient.Builder options = TrackXClient.builder(args[0]);
    if (args.length > 3) {
      Duration patience = Duration.parse(args[3]);
      options.shutdownTimeout(patience).callTimeout(patience); // no response is late and lost
    }
    if (way.equals("blocked-handler")) {
      options.onError((payload, reason) -> {
        Blocked.forEver();
        return payload;
      });
    }
    if (args.length > 4) {
      options.spoolDirectory(Path.of(args[4]));
    }
    TrackXClient client = TrackX.setup(options);
    switch (way) {
      case "uncaught-main":
        mark();
        throw place(1);
      case "uncaught-worker":
        fail(false);
        break;
      case "uncaught-daemon":
        fail(true);
        break;
      case "return":
        send(events);
        mark();
        break;
      case "exit":
        send(events);
        mark();
        System.exit(3);
        break;
      case "sigterm":
        send(events);
        mark();
        new CountDownLatch(1).await(50, TimeUnit.SECONDS);
        break;
      case "return-after-failure": // times only the exit, without loading the HTTP client
        send(events);
        while (client.diagnostics().retried() == 0) {
          Thread.onSpinWait();
        }
        mark();
        break;
      case "blocked-console":
        System.setErr(new PrintStream(new Blocked(), true));
        send(events);
        mark();
        break;
      case "blocked-handler":
        send(events);
        mark();
        break;
      case "close-then-return":
        send(events);
        mark();
        TrackX.close();
        break;
      case "no-more-threads":
        letNoThreadStart();
        throw place(1);
      case "late-send":
      case "late-capture":
      case "late-uncaught":
      case "late-interrupted":
        Runtime.getRuntime().addShutdownHook(new Thread(() -> failLate(way), "stop"));
        break;
      case "interrupts":
        send(events);
        Runtime.getRuntime().addShutdownHook(new Thread(ExitProgram::interruptAll, "stop"));
        mark();
        break;
      case "nothing":
        mark();
        break;
      default:
        throw new IllegalArgumentException(way);
    }
  }

  private static void fail(boolean daemon) throws InterruptedException {
    Thread thread = new Thread(
        () -> {
          mark();
          throw place(1);
        },
        "worker");
    thread.setDaemon(daemon);
    thread.start();
    thread.join();
  }

  /** Two tenths of a second after JVM shutdown began. */
  private static void failLate(String way) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
    while (end - System.nanoTime() > 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    mark();
    if (way.equals("late-uncaught")) {
      throw place(1);
    } else if (way.equals("late-capture")) {
      TrackX.client().capture(EventType.CUSTOM_LOGGER).reason(place(1)).send();
    } else {
      if (way.equals("late-interrupted")) {
        Thread.currentThread().interrupt();
      }
      TrackX.sendEvent(place(1));
    }
  }

  /** Interrupts all other threads for two tenths of a second. */
  private static void interruptAll() {
    for (long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        end - System.nanoTime() > 0; ) {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread != Thread.currentThread()) {
          thread.interrupt();
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  private static void send(int events) {
    for (int i = 1; i <= events; i++) {
      TrackX.sendEvent(place(i));
    }
  }

  /** Returns an error from a unique location. */
  static IllegalStateException place(int line) {
    IllegalStateException error = new IllegalStateException("place " + line);
    error.setStackTrace(new StackTraceElement[] {
      new StackTraceElement("com.acme.Shop", "sell", "Shop.java", line),
      new StackTraceElement("com.acme.Main", "main", "Main.java", 7)
    });
    return error;
  }

  /** A console whose output is never read. */
  private static final class Blocked extends OutputStream {
    @Override
    public void write(int b) {
      forEver();
    }

    static void forEver() {
      while (true) {
        LockSupport.park();
      }
    }
  }

  @SuppressWarnings("removal") // as applications in such environments do
  private static void letNoThreadStart() {
    System.setSecurityManager(new SecurityManager());
  }

  private static void mark() {
    StallMeter.start();
    System.out.println(ChildJvm.MARK);
    System.out.flush();
  }
}
