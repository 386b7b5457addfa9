package app.trackx.benchmarks;

import app.trackx.TrackX;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.Thread.UncaughtExceptionHandler;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Programs for {@link SmallContainer} whose main thread immediately throws an uncaught exception. */
final class CrashingProgram {
  private CrashingProgram() {}

  /** A program that uses the client with default settings. */
  static final class Reported {
    private Reported() {}

    public static void main(String[] args) {
      TrackX.setup(args[0]);
      throw new IllegalStateException("order 17 failed");
    }
  }

  /** A program with the minimum that can send a stack trace: a handler and a socket. */
  static final class Bare implements UncaughtExceptionHandler {
    private final URI endpoint;

    private Bare(URI endpoint) {
      this.endpoint = endpoint;
    }

    public static void main(String[] args) {
      Thread.setDefaultUncaughtExceptionHandler(new Bare(URI.create(args[0])));
      throw new IllegalStateException("order 17 failed");
    }

    @Override
    public void uncaughtException(Thread thread, Throwable error) {
      StringWriter trace = new StringWriter();
      error.printStackTrace(new PrintWriter(trace));
      System.err.print(trace);
      String stack = trace.toString().replace("\t", "  ").replace("\n", "\\n");
      String json = "{\"name\":\"" + error.getClass().getName() + "\",\"stack\":\"" + stack
          + "\",\"meta\":{}}";
      try {
        post(json.getBytes(StandardCharsets.UTF_8));
      } catch (IOException lost) {
        lost.printStackTrace();
      }
    }

    private void post(byte[] body) throws IOException {
      String head = "POST " + endpoint.getPath() + "/event HTTP/1.1\r\nHost: "
          + endpoint.getAuthority() + "\r\nOrigin: java\r\nUser-Agent: Java\r\nContent-Length: "
          + body.length + "\r\n\r\n";
      try (Socket socket = connect()) {
        OutputStream out = socket.getOutputStream();
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        socket.getInputStream().read();
      }
    }

    /** Connects. With https, verifies the host name of the server's certificate, as a client must. */
    private Socket connect() throws IOException {
      if (!endpoint.getScheme().equals("https")) {
        return new Socket(endpoint.getHost(), endpoint.getPort());
      }
      SSLSocket socket = (SSLSocket)
          SSLSocketFactory.getDefault().createSocket(endpoint.getHost(), endpoint.getPort());
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      return socket;
    }
  }
}
