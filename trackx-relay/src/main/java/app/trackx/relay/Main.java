package app.trackx.relay;

import app.trackx.internal.jvm.TimeSource;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The program. Exits with 0 after a stop, 1 if it could not start or a check failed, 2 if an option is wrong. */
public final class Main {
  private static final int FAILED = 1;
  private static final int WRONG_OPTION = 2;

  private Main() {}

  /**
   * Runs the relay until the process is told to stop.
   *
   * @param arguments options; {@code --help} lists them
   */
  public static void main(String[] arguments) {
    // its warnings about a request contain the path, and so the key
    setDefault("org.slf4j.simpleLogger.log.org.eclipse.jetty.server", "error");
    setDefault("org.slf4j.simpleLogger.log.org.eclipse.jetty.http", "error");
    setDefault("org.slf4j.simpleLogger.showDateTime", "true");
    setDefault("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd HH:mm:ss");
    setDefault("org.slf4j.simpleLogger.showThreadName", "false");
    setDefault("org.slf4j.simpleLogger.showShortLogName", "true");
    setDefault("org.slf4j.simpleLogger.log.org.eclipse.jetty", "warn");
    setDefault("org.slf4j.simpleLogger.log.org.apache.kafka", "error");
    CountDownLatch stopped = new CountDownLatch(1);
    int status = run(List.of(arguments), System.getenv(), System.out, System.err, stopped);
    if (status != 0) {
      System.exit(status);
    }
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Runs until the JVM shuts down, or the latch is released. Returns the exit status. */
  static int run(
      List<String> arguments,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err,
      CountDownLatch stopped) {
    if (arguments.contains("--help")) {
      out.print(Setting.help());
      return 0;
    }
    if (arguments.contains("--version")) {
      out.println(version());
      return 0;
    }
    try {
      Options options = OptionsReader.read(arguments.toArray(new String[0]), environment);
      if (options.check()) {
        return new Check(options).run(out) ? 0 : FAILED;
      }
      serve(options, stopped);
      return 0;
    } catch (OptionsReader.Fault fault) {
      err.println(fault.getMessage());
      return WRONG_OPTION;
    } catch (IOException e) {
      err.println(e.getMessage());
      return FAILED;
    }
  }

  private static void serve(Options options, CountDownLatch stopped) throws IOException {
    Relay relay = Relay.start(options, TimeSource.SYSTEM);
    Thread stop = new Thread(relay::close, "trackx-relay-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    relay.close();
    removeHook(stop);
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // it runs
    }
  }

  private static String version() {
    @Nullable String version = Main.class.getPackage().getImplementationVersion();
    return "trackx-relay " + (version == null ? "(development)" : version);
  }
}
