package app.trackx.benchmarks;

import app.trackx.TrackX;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * A measurement of the client's cost on the main thread of a newly started JVM: {@code TrackX.setup} and the
 * first {@code sendEvent}. Both are timed once in each of several fresh JVMs that have loaded nothing else, and
 * reported as median (minimum–maximum).
 */
public final class ColdStart {
  private static final int DEFAULT_RUNS = 11;

  /** The client holds a larger memory reserve for https. */
  private static final String[] SCHEMES = {"http", "https"};

  private static final long CHILD_SECONDS = 30;

  private ColdStart() {}

  /** Runs the measurement. Argument: the number of JVMs per scheme, 11 by default. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int runs = args.length == 0 ? DEFAULT_RUNS : Integer.parseInt(args[0]);
    System.out.println(runs + " fresh JVMs per scheme, alternating, Java " + Runtime.version());
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

  private static void print(String name, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%-24s %6.2f ms (%.2f–%.2f)%n",
        name,
        nanos[nanos.length / 2] / 1e6,
        nanos[0] / 1e6,
        nanos[nanos.length - 1] / 1e6);
  }

  /** The program of the fresh JVM. Halts without running shutdown hooks, because there is no server to send to. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      String endpoint = args[0] + "://127.0.0.1:9/v1/00000000000";
      IllegalStateException error = new IllegalStateException("cold");
      long start = System.nanoTime();
      TrackX.setup(endpoint);
      long afterSetup = System.nanoTime();
      TrackX.sendEvent(error);
      long afterSend = System.nanoTime();
      System.out.println((afterSetup - start) + " " + (afterSend - afterSetup));
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }
}
