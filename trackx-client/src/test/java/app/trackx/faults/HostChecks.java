package app.trackx.faults;

import java.util.Date;
import java.util.ResourceBundle;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What an application does after it has been short of something, in a child JVM. */
final class HostChecks {
  static final String WHOLE = "WHOLE";

  /** Whether there are words to look for, in a jar that has not been opened before. */
  private static final boolean LATE_WORDS = Boolean.getBoolean("late.words");

  private static boolean whole = true;

  private HostChecks() {}

  /** Prints {@link #WHOLE}, or what is broken. */
  static void run() {
    check(() -> Class.forName("app.trackx.faults.LateClass"));
    check(() -> LATE_WORDS ? ResourceBundle.getBundle("late").getString("word") : "");
    check(() -> org.slf4j.LoggerFactory.getLogger("application"));
    check(() -> new Date().toString());
    check(() -> new java.security.SecureRandom().nextInt());
    check(javax.net.ssl.SSLContext::getDefault);
    check(() -> java.net.InetAddress.getByName("localhost"));
    check(() -> java.nio.file.Files.readAllBytes(java.nio.file.Paths.get("/dev/null")));
    if (whole) {
      System.out.println(WHOLE);
    }
  }

  private static void check(Callable<?> use) {
    try {
      use.call();
    } catch (Throwable broken) {
      whole = false;
      System.out.println("BROKEN " + broken);
      broken.printStackTrace();
    }
  }

  /** Long enough for a client that does not wait to do all it would do. */
  static void hold() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
