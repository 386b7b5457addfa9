package app.trackx.faults;

import app.trackx.testing.Waiting;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for {@code localhost} that is signed by nobody but itself, from the JDK's tool. */
public final class Certificate {
  public static final String PASSWORD = "of-a-test";

  private final KeyStore keys;
  private final KeyStore trust = KeyStore.getInstance("PKCS12");

  private Certificate(KeyStore keys) throws Exception {
    this.keys = keys;
    trust.load(null, null);
    trust.setCertificateEntry("server", keys.getCertificate("server"));
  }

  public static Certificate create(Path folder) throws Exception {
    Path file = folder.resolve("keys.p12");
    Process tool = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost",
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("keytool.txt").toFile())
        .start();
    if (!tool.waitFor(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS) || tool.exitValue() != 0) {
      tool.destroyForcibly();
      throw new AssertionError(Files.readString(folder.resolve("keytool.txt")));
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return new Certificate(keys);
  }

  /** Sockets of a server that shows this certificate. */
  public ServerSocketFactory serverSockets() throws Exception {
    return context().getServerSocketFactory();
  }

  /** A context that has this certificate and its key, and trusts it and no other. */
  public SSLContext context() throws Exception {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trusting(), null);
    return context;
  }

  /** A context of a client that trusts this certificate and has none itself. */
  public SSLContext trustingContext() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusting(), null);
    return context;
  }

  private TrustManager[] trusting() throws Exception {
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trust);
    return managers.getTrustManagers();
  }

  /** A trust store with this certificate, for a whole JVM. */
  public Path trustStore(Path folder) throws Exception {
    return store(trust, folder.resolve("trust.p12"));
  }

  /** A key store with this certificate and its key, for a whole JVM. */
  public Path keyStore(Path folder) throws Exception {
    return store(keys, folder.resolve("key-store.p12"));
  }

  private static Path store(KeyStore store, Path file) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }
}
