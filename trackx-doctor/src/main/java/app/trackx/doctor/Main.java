package app.trackx.doctor;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** {@code java -jar trackx-doctor-<version>.jar <endpoint> [--origin <origin>]}. */
public final class Main {
  static final int WELL = 0;
  static final int SICK = 1;
  static final int MISUSED = 2;

  private static final String USAGE =
      "Usage: java -jar trackx-doctor-<version>.jar <endpoint> [--origin <origin>]\n"
          + "\n"
          + "Sends one ping and one event of type 99 (test) to a TrackX project and says what came back.\n"
          + "\n"
          + "  <endpoint>         https://host/v1/<key>, as the project's page in the dashboard shows it\n"
          + "  --origin <origin>  one of the project's allowed origins, if it names any; default: java\n"
          + "\n"
          + "Exit code: 0 the server took both, 1 it did not, 2 wrong arguments.\n"
          + "A proxy or a trust store is set as for your application: -Dhttps.proxyHost=...,\n"
          + "-Djavax.net.ssl.trustStore=..., in front of -jar.";

  private Main() {}

  /**
   * Runs the check and ends the JVM with its exit code.
   *
   * @param args the endpoint, and options
   */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    List<String> all = Arrays.asList(args);
    if (all.contains("--help") || all.contains("-h")) {
      out.println(USAGE);
      return WELL;
    }
    Target target;
    try {
      target = Target.of(args);
    } catch (IllegalArgumentException misused) {
      err.println(misused.getMessage());
      err.println();
      err.println(USAGE);
      return MISUSED;
    }
    return new Doctor(target, Report.to(out, target)).examine() ? WELL : SICK;
  }
}
