package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Serves HTTPS in front of a container, with a certificate of its own for localhost. */
final class TlsProxy implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final SSLServerSocket server;
  private final int target;

  private TlsProxy(SSLServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  static TlsProxy start(int target, Path folder) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys(folder.resolve("keys.p12")).getKeyManagers(), null, null);
    TlsProxy proxy = new TlsProxy(
        (SSLServerSocket) context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
        target);
    run("accept", proxy::accept);
    return proxy;
  }

  private static KeyManagerFactory keys(Path file) throws Exception {
    Process keytool = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-storetype",
            "PKCS12",
            "-storepass",
            new String(PASSWORD),
            "-keystore",
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    return keys;
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() throws IOException {
    while (!server.isClosed()) {
      Socket browser = server.accept();
      Socket container = new Socket(InetAddress.getLoopbackAddress(), target);
      run("up", () -> copy(browser, container));
      run("down", () -> copy(container, browser));
    }
  }

  /** Copies until either side closes its socket, and then closes both. */
  private static void copy(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    }
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void run(String name, Task task) {
    Thread thread = new Thread(
        () -> {
          try {
            task.run();
          } catch (IOException closed) {
            // the browser or the test has left
          }
        },
        "tls-proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
