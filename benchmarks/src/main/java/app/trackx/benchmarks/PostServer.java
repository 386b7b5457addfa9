package app.trackx.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** A server on loopback that responds to every POST with {@code ok}, unencrypted or over TLS 1.3. */
final class PostServer implements AutoCloseable {
  static final String STORE = "loopback.p12";
  static final String PASSWORD = "benchmark";

  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server;
  private final String scheme;
  private final AtomicInteger requests = new AtomicInteger();

  private PostServer(ServerSocket server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    Thread thread = new Thread(this::accept, "accept");
    thread.setDaemon(true);
    thread.start();
  }

  static PostServer http() throws IOException {
    return new PostServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "http");
  }

  /** Creates a TLS server, with a certificate for 127.0.0.1 that is generated in the given directory. */
  static PostServer tls(Path folder) throws Exception {
    Path store = folder.resolve(STORE);
    Process keytool = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-dname",
            "CN=127.0.0.1",
            "-ext",
            "san=ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            store.toString())
        .inheritIO()
        .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    SSLServerSocket server = (SSLServerSocket) context
        .getServerSocketFactory()
        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setEnabledProtocols(new String[] {"TLSv1.3"});
    return new PostServer(server, "https");
  }

  String endpoint() {
    return scheme + "://127.0.0.1:" + server.getLocalPort() + "/v1/00000000000";
  }

  int requests() {
    return requests.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> serve(socket), "serve");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        String lower = head.toLowerCase(Locale.ROOT);
        int length = lower.indexOf("content-length:") + 15;
        in.readNBytes(Integer.parseInt(
            lower.substring(length, lower.indexOf('\r', length)).trim()));
        requests.incrementAndGet();
        socket.getOutputStream().write(ANSWER);
        socket.getOutputStream().flush();
      }
    } catch (IOException gone) {
      // the child process has exited
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int lineFeeds = 0;
    while (lineFeeds < 2) {
      int c = in.read();
      if (c < 0) {
        return "";
      }
      head.write(c);
      lineFeeds = c == '\n' ? lineFeeds + 1 : c == '\r' ? lineFeeds : 0;
    }
    return head.toString(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
