package app.trackx.doctor;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** The doctor: {@code java -jar trackx-doctor-<version>.jar <endpoint> [--origin <origin>]}. */
public final class Main {
  static final int SUCCESS = 0;
  static final int FAILED = 1;
  static final int INVALID_ARGUMENTS = 2;

  private static final String USAGE =
      "Usage: java -jar trackx-doctor-<version>.jar <endpoint> [--origin <origin>]\n"
          + "\n"
          + "Sends one ping and one event of type 99 (test) to a TrackX project, and reports the result.\n"
          + "\n"
          + "  <endpoint>         https://host/v1/<key>, from the project's page in the dashboard\n"
          + "  --origin <origin>  one of the project's allowed origins, if any; default: java\n"
          + "\n"
          + "Exit code: 0 the server accepted both, 1 it did not, 2 invalid arguments.\n"
          + "Configure a proxy or a trust store as for your application, before -jar:\n"
          + "-Dhttps.proxyHost=..., -Djavax.net.ssl.trustStore=...";

  private Main() {}

  /**
   * Runs the check and exits the JVM with its exit code.
   *
   * @param args the endpoint and options
   */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    List<String> all = Arrays.asList(args);
    if (all.contains("--help") || all.contains("-h")) {
      out.println(USAGE);
      return SUCCESS;
    }
    CheckedEndpoint target;
    try {
      target = CheckedEndpoint.of(args);
    } catch (IllegalArgumentException invalid) {
      err.println(invalid.getMessage());
      err.println();
      err.println(USAGE);
      return INVALID_ARGUMENTS;
    }
    return new Doctor(target, Report.to(out, target)).examine() ? SUCCESS : FAILED;
  }
}
