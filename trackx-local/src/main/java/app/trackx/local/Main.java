package app.trackx.local;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CountDownLatch;

/**
 * The server as a program: {@code java -jar trackx-local.jar [--port 8000] [--data DIR] [--host …]}.
 *
 * <p>Prints the endpoint to use and the address of the page, and runs until it is ended, by Ctrl-C
 * say. Exit code 0 after {@code --help} and {@code --version}, 1 if the server could not be
 * started, 2 if the options are wrong; each with one line that says what to do.
 */
public final class Main {
  private static final String HELP = String.join(
      System.lineSeparator(),
      "A TrackX-compatible server for this machine, with a page to look at what it receives.",
      "",
      "  java -jar trackx-local.jar [options]",
      "",
      "  --port N     listen on this port; 8000 by default, 0 for any that is free",
      "  --host NAME  listen on this address; 127.0.0.1 by default, which only this machine reaches",
      "  --data DIR   keep what comes in, and a key of its own, here; in memory by default",
      "  --help       show this and end",
      "  --version    show the version and end",
      "",
      "Ctrl-C ends it.");

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

  /** Starts the server and returns -1, or says why not and returns the exit code. */
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
      err.println(e.getMessage() + "; --help lists the options");
      return 2;
    } catch (UncheckedIOException e) {
      err.println(reason(e));
      return 1;
    } catch (NoClassDefFoundError e) {
      err.println(
          "this jar lacks " + e.getMessage() + "; start the one whose name ends in -all.jar");
      return 1;
    }
  }

  private static void welcome(TrackXLocal server, Options options, PrintStream out) {
    out.println("TrackX local " + version() + " is running; Ctrl-C ends it");
    out.println("  endpoint  " + server.endpoint());
    out.println("  page      " + server.page());
    out.println("  data      " + options.place());
    if (!options.isLoopback()) {
      out.println("  WARNING   everybody in the network can read what it receives, and send to it");
    }
    out.flush();
  }

  /** What was tried, and why it did not work. */
  private static String reason(UncheckedIOException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return e.getMessage() + ": " + words(root);
  }

  /** Some exceptions have nothing but the name of a file for a message. */
  private static String words(Throwable root) {
    if (root instanceof AccessDeniedException) {
      return "access to " + root.getMessage() + " is denied";
    }
    if (root instanceof NoSuchFileException) {
      return "there is no " + root.getMessage();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(development)" : version;
  }

  /** The server's threads are daemons: this one keeps the program alive. */
  private static void sleepForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
