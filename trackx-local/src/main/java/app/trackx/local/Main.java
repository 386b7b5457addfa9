package app.trackx.local;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CountDownLatch;

/**
 * The command-line program: {@code java -jar trackx-local.jar [--port 8000] [--data DIR] [--host …]}.
 *
 * <p>Prints the endpoint and the address of the page, and runs until it is terminated, for example by
 * Ctrl-C. Exits with code 0 after {@code --help} and {@code --version}, 1 if the server could not be
 * started, and 2 if the options are invalid; with 1 and 2, prints one line with the reason.
 */
public final class Main {
  private static final String HELP = String.join(
      System.lineSeparator(),
      "A TrackX-compatible server for development, with a web page that shows the received events.",
      "",
      "  java -jar trackx-local.jar [options]",
      "",
      "  --port N     listen on this port (default 8000; 0 for any free port)",
      "  --host NAME  listen on this address (default 127.0.0.1, reachable from this machine only)",
      "  --data DIR   store received data and a random project key in this directory (default: in memory only)",
      "  --source-from URL",
      "               show the source lines of frames whose file is a URL that begins with this one;",
      "               may be repeated (default: fetch nothing)",
      "  --origins A,B",
      "               allow only these origins, such as https://shop.example.com (default: any)",
      "  --like-upstream[=close]",
      "               refuse requests as the server's default nginx does: 6 per minute and address, 30 ahead;",
      "               with 429, or by closing the connection without a response (default: no limit)",
      "  --help       print this help and exit",
      "  --version    print the version and exit",
      "",
      "Press Ctrl-C to stop the server.");

  private Main() {}

  /**
   * Runs the server.
   *
   * @param args the options; {@code --help} lists them
   */
  public static void main(String[] args) {
    int code = start(args, System.out, System.err);
    if (code >= 0) {
      System.exit(code);
    }
    sleepForEver();
  }

  /** Starts the server and returns -1, or prints the reason for not starting it and returns the exit code. */
  static int start(String[] args, PrintStream out, PrintStream err) {
    try {
      Options options = Options.of(args);
      if (options.help()) {
        out.println(HELP);
        return 0;
      }
      if (options.version()) {
        out.println("trackx-local " + version());
        return 0;
      }
      TrackXLocal server = options.server().start();
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "trackx-local-exit"));
      welcome(server, options, out);
      return -1;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage() + "; run with --help for a list of options");
      return 2;
    } catch (UncheckedIOException e) {
      err.println(reason(e));
      return 1;
    } catch (NoClassDefFoundError e) {
      err.println(
          "class not found: " + e.getMessage() + "; run the jar whose name ends in -all.jar");
      return 1;
    }
  }

  private static void welcome(TrackXLocal server, Options options, PrintStream out) {
    out.println("TrackX local " + version() + " is running; press Ctrl-C to stop it");
    out.println("  endpoint  " + server.endpoint());
    out.println("  page      " + server.page());
    out.println("  data      " + options.storage());
    if (!options.origins().isEmpty()) {
      out.println("  origins   " + String.join(", ", options.origins()));
    }
    if (options.limit() != null) {
      out.println("  limit     " + options.limit());
    }
    if (!options.isLoopback()) {
      out.println("  WARNING   anyone on the network can read the received data and send more;"
          + " omit --host to listen on this machine only");
    }
    out.flush();
  }

  /** Returns the failed operation and its root cause in one line. */
  private static String reason(UncheckedIOException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return e.getMessage() + ": " + describe(root);
  }

  /** Completes the messages of exceptions that consist of a file name only. */
  private static String describe(Throwable root) {
    if (root instanceof AccessDeniedException) {
      return "access denied to " + root.getMessage();
    }
    if (root instanceof NoSuchFileException) {
      return "no such file: " + root.getMessage();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(development)" : version;
  }

  /** Keeps the JVM alive: the server's threads are daemon threads. */
  private static void sleepForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
