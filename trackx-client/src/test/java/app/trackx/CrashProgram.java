package app.trackx;

import java.time.Duration;

/**
 * Crashes in typical ways. Arguments: the endpoint or {@code none}, and whether the crash is in a
 * worker, a {@code ThreadDeath}, or behind a handler of the application.
 */
final class CrashProgram {
  private CrashProgram() {}

  public static void main(String[] args) throws Exception {
    if (args[1].equals("own-handler")) {
      Thread.setDefaultUncaughtExceptionHandler(
          (thread, error) -> System.err.println("own: " + thread.getName() + " " + error));
    }
    if (!args[0].equals("none")) {
      // the test is about the output; a loaded machine may need longer than the default to deliver
      TrackX.setup(TrackXClient.builder(args[0])
          .callTimeout(Duration.ofSeconds(30))
          .shutdownTimeout(Duration.ofSeconds(30)));
    }
    switch (args[1]) {
      case "worker":
        Thread worker = new Thread(CrashProgram::crash, "wörker \"1\"");
        worker.start();
        worker.join();
        break;
      case "thread-death":
        throw threadDeath();
      default:
        crash();
    }
  }

  private static void crash() {
    try {
      throw new IllegalStateException("disk \u00e4\nfull");
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException("no order", e);
    }
  }

  private static Error threadDeath() throws ReflectiveOperationException {
    return (Error)
        Class.forName("java.lang.ThreadDeath").getDeclaredConstructor().newInstance();
  }
}
