package app.trackx.benchmarks;

import app.trackx.TrackX;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the client costs the main thread of a JVM that has just started: {@code TrackX.setup}, and
 * the first {@code sendEvent}. Each is timed once in each of several fresh JVMs, with nothing else
 * loaded, and reported as median (least–most).
 */
public final class ColdStart {
  private static final int DEFAULT_RUNS = 11;

  /** For https more memory is held in reserve. */
  private static final String[] SCHEMES = {"http", "https"};

  private static final long CHILD_SECONDS = 30;

  private ColdStart() {}

  /** Takes the number of JVMs to start, 11 by default. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int runs = args.length == 0 ? DEFAULT_RUNS : Integer.parseInt(args[0]);
    System.out.println(runs + " fresh JVMs for each, in turn, Java " + Runtime.version());
    long[][] setup = new long[SCHEMES.length][runs];
    long[][] first = new long[SCHEMES.length][runs];
    for (int i = 0; i < runs; i++) {
      for (int scheme = 0; scheme < SCHEMES.length; scheme++) {
        String[] nanos =
            FreshJvm.lineOf(Child.class, SCHEMES[scheme], CHILD_SECONDS).split(" ", -1);
        setup[scheme][i] = Long.parseLong(nanos[0]);
        first[scheme][i] = Long.parseLong(nanos[1]);
      }
    }
    for (int scheme = 0; scheme < SCHEMES.length; scheme++) {
      print(SCHEMES[scheme] + ": TrackX.setup", setup[scheme]);
      print(SCHEMES[scheme] + ": first sendEvent", first[scheme]);
    }
  }

  private static void print(String what, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%-24s %6.2f ms (%.2f–%.2f)%n",
        what,
        nanos[nanos.length / 2] / 1e6,
        nanos[0] / 1e6,
        nanos[nanos.length - 1] / 1e6);
  }

  /** The fresh JVM. Ends without shutdown hooks: there is no server to send to. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      String endpoint = args[0] + "://127.0.0.1:9/v1/00000000000";
      IllegalStateException error = new IllegalStateException("cold");
      long start = System.nanoTime();
      TrackX.setup(endpoint);
      long isSetUp = System.nanoTime();
      TrackX.sendEvent(error);
      long isSent = System.nanoTime();
      System.out.println((isSetUp - start) + " " + (isSent - isSetUp));
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }
}
