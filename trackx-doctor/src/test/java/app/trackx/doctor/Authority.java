package app.trackx.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate authority for tests, created with the JDK's keytool, and a server key that it
 * signed.
 */
final class Authority {
  static final String PASSWORD = "of-a-test";

  private final Path folder;

  private Authority(Path folder) {
    this.folder = folder;
  }

  static Authority create(Path folder) throws Exception {
    Authority authority = new Authority(folder);
    authority.keytool(
        "-genkeypair -alias ca -dname CN=Tests -ext bc:c -keyalg EC -keystore ca.p12");
    authority.keytool("-exportcert -alias ca -file ca.crt -keystore ca.p12");
    authority.keytool("-importcert -noprompt -alias ca -file ca.crt -keystore trust.p12");
    Files.copy(authority.trustStore(), folder.resolve("server.p12"));
    authority.keytool("-genkeypair -alias server -dname CN=Server -keyalg EC -keystore server.p12");
    authority.keytool("-certreq -alias server -file server.csr -keystore server.p12");
    return authority;
  }

  /** Returns a trust store with this authority. */
  Path trustStore() {
    return folder.resolve("trust.p12");
  }

  /**
   * Returns a server's key store, with a certificate for that name, valid from a day on for some
   * days.
   */
  Path server(String name, String from, int days) throws Exception {
    String keys = name + days + ".p12";
    Files.copy(folder.resolve("server.p12"), folder.resolve(keys));
    keytool("-gencert -alias ca -infile server.csr -outfile server.crt -keystore ca.p12"
        + " -ext san=dns:" + name + " -startdate " + from + " -validity " + days);
    keytool("-importcert -noprompt -alias server -file server.crt -keystore " + keys);
    return folder.resolve(keys);
  }

  private void keytool(String arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    Path output = folder.resolve("keytool.txt");
    Process tool = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    if (!tool.waitFor(60, TimeUnit.SECONDS) || tool.exitValue() != 0) {
      tool.destroyForcibly();
      throw new AssertionError(Files.readString(output));
    }
  }
}
