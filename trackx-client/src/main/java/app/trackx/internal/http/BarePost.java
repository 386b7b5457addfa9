package app.trackx.internal.http;

import app.trackx.transport.Outcome;
import app.trackx.transport.Transport;
import app.trackx.transport.TransportRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request with as little as can be: a socket, HTTP/1.1, one connection a request. For a heap
 * that is full, in which OkHttp would not find the memory to load.
 *
 * <p>TLS is the JDK's, with its default trust store and the host's name checked. Knows no proxy.
 */
public final class BarePost implements Transport {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** More than that may block when it is written, and no timeout of a socket bounds that. */
  private static final int FITS_ANY_BUFFER = 8 * 1024;

  @Override
  public Outcome send(TransportRequest request) throws IOException {
    long deadline = System.nanoTime() + request.timeout().toNanos();
    String url = request.url();
    boolean tls = url.regionMatches(true, 0, "https:", 0, 6);
    int authority = url.indexOf("://") + 3;
    int path = url.indexOf('/', authority);
    int colon = url.lastIndexOf(':', path);
    boolean hasPort = colon >= authority && url.indexOf(']', colon) < 0;
    String host = url.substring(authority, hasPort ? colon : path);
    int usual = tls ? HTTPS : HTTP;
    int port = hasPort ? Integer.parseInt(url.substring(colon + 1, path)) : usual;
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : IDN.toASCII(host);
    String shown = host.startsWith("[") ? host : name;
    byte[] bytes = bytes(request, url.substring(path), port == usual ? shown : shown + ":" + port);
    try (Socket plain = connect(name, port, deadline)) {
      Thread guard = tls || bytes.length > FITS_ANY_BUFFER ? Guard.start(plain, deadline) : null;
      try {
        Socket socket = tls ? secure(plain, name, port) : plain;
        OutputStream out = socket.getOutputStream();
        // its memory is taken first: if there were none later, the event would be sent once more
        BareAnswer answer = new BareAnswer(socket, deadline);
        out.write(bytes);
        out.flush();
        return answer.read();
      } finally {
        if (guard != null) {
          guard.interrupt();
        }
      }
    }
  }

  private static byte[] bytes(TransportRequest request, String path, String host)
      throws IOException {
    StringBuilder head = new StringBuilder(512);
    head.append("POST ").append(path).append(" HTTP/1.1\r\n");
    append(head, "Host", host);
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      append(head, header.getKey(), header.getValue());
    }
    append(head, "Content-Length", Integer.toString(request.length()));
    append(head, "Accept-Encoding", "identity");
    append(head, "Connection", "close");
    head.append("\r\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(head.length() + request.length());
    bytes.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    request.writeTo(bytes);
    return bytes.toByteArray();
  }

  private static void append(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /** To the first address of the host that answers; each has its share of the time that is left. */
  private static Socket connect(String name, int port, long deadline) throws IOException {
    InetAddress[] addresses = InetAddress.getAllByName(name);
    IOException failure = null;
    for (int i = 0; i < addresses.length; i++) {
      Socket socket = new Socket(Proxy.NO_PROXY);
      try {
        socket.setTcpNoDelay(true);
        int share = millisUntil(deadline) / (addresses.length - i);
        socket.connect(new InetSocketAddress(addresses[i], port), Math.max(1, share));
        socket.setSoTimeout(millisUntil(deadline));
        return socket;
      } catch (IOException | RuntimeException | Error e) {
        socket.close();
        if (!(e instanceof IOException)) {
          throw e;
        }
        failure = (IOException) e;
      }
    }
    throw failure == null ? new IOException("no address") : failure;
  }

  private static Socket secure(Socket plain, String name, int port) throws IOException {
    try {
      // not the default context: if that fails to be made, it has failed for the application too
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, null, null);
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** Milliseconds that are left, at least one. */
  static int millisUntil(long deadline) throws IOException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("no time left");
    }
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, left / 1_000_000));
  }

  /** Closes a connection when time is up, which ends whatever waits for it. */
  private static final class Guard extends Thread {
    private final Socket socket;
    private final long deadline;

    private Guard(Socket socket, long deadline) {
      super("trackx-timeout");
      this.socket = socket;
      this.deadline = deadline;
    }

    static @Nullable Thread start(Socket socket, long deadline) {
      Guard guard = new Guard(socket, deadline);
      guard.setDaemon(true);
      guard.start();
      return guard;
    }

    @Override
    public void run() {
      try {
        synchronized (this) {
          while (true) {
            wait(millisUntil(deadline));
          }
        }
      } catch (InterruptedException overInTime) {
        return;
      } catch (IOException timeIsUp) {
        // as below
      }
      try {
        socket.close();
      } catch (IOException closed) {
        // that is all that was wanted
      }
    }
  }
}
