package app.trackx.internal.http;

import app.trackx.transport.TransportRequest;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 connection, on which one request after the other is sent. */
final class HttpConnection implements Closeable {
  private static final int PROXY_LOGIN = 407;

  /** A write of no more than that does not block: it fits the buffer of any socket. */
  private static final int FITS_ANY_BUFFER = 8 * 1024;

  /** The head decides; a body that is late says no more. */
  private static final long BODY_MILLIS = 500;

  private final Target target;
  private final @Nullable HttpProxy proxy;
  private final BoundedSocket plain;
  private final Socket socket;
  private final Watchdog watchdog;
  private boolean reusable;

  /**
   * A connection over an open socket.
   *
   * @param proxy the proxy that requests are addressed to; null if the socket leads to the server
   * @param plain what {@code socket} reads and writes through: itself, or the one below TLS
   */
  HttpConnection(
      Target target,
      @Nullable HttpProxy proxy,
      BoundedSocket plain,
      Socket socket,
      Watchdog watchdog) {
    this.target = target;
    this.proxy = proxy;
    this.plain = plain;
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /** The proxy that requests are addressed to; null if the connection leads to the server. */
  @Nullable
  HttpProxy proxy() {
    return proxy;
  }

  /** Whether the last response was read in full and the server keeps the connection open. */
  boolean isReusable() {
    return reusable;
  }

  /** Whether a request to that target may be sent on this connection. */
  boolean leadsTo(Target other) {
    return target.isSameServer(other);
  }

  /**
   * Sends a request and reads the response.
   *
   * @throws UnansweredException if the connection was closed before the first byte of a response
   */
  HttpResponse exchange(TransportRequest request, Target to, Deadline deadline) throws IOException {
    reusable = false;
    plain.setDeadline(deadline);
    ByteArrayOutputStream bytes = bytes(request, to);
    OutputStream out = socket.getOutputStream();
    ResponseReader reader = new ResponseReader(socket.getInputStream());
    try {
      write(bytes, out, deadline);
      reader.readHead();
    } catch (EOFException | SocketException broken) {
      throw reader.hasBegun() || deadline.isOver() ? broken : new UnansweredException(broken);
    }
    plain.setDeadline(deadline.atMost(BODY_MILLIS));
    String body = reader.readBody();
    reusable = reader.isReusable();
    String refusing = proxy != null && reader.status() == PROXY_LOGIN ? proxy.name() : null;
    return new HttpResponse(reader.status(), reader.head(), body, refusing);
  }

  /** In one write: a head alone would hold the body back until it is acknowledged. */
  private void write(ByteArrayOutputStream bytes, OutputStream out, Deadline deadline)
      throws IOException {
    if (bytes.size() <= FITS_ANY_BUFFER) {
      bytes.writeTo(out);
      out.flush();
      return;
    }
    watchdog.watch(plain, deadline);
    try {
      bytes.writeTo(out);
      out.flush();
    } finally {
      watchdog.release();
    }
  }

  private ByteArrayOutputStream bytes(TransportRequest request, Target to) throws IOException {
    StringBuilder head = new StringBuilder(512);
    head.append("POST ").append(proxy == null ? to.path : to.absoluteUrl()).append(" HTTP/1.1\r\n");
    append(head, "Host", to.authority);
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      append(head, header.getKey(), header.getValue());
    }
    append(head, "Content-Length", Integer.toString(request.length()));
    append(head, "Accept-Encoding", "identity");
    append(head, "Connection", "keep-alive");
    String login = proxy == null ? null : proxy.login();
    if (login != null) {
      append(head, "Proxy-Authorization", login);
    }
    head.append("\r\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(head.length() + request.length());
    bytes.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    request.writeTo(bytes);
    return bytes;
  }

  private static void append(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /** Closes at once, without waiting for what a TLS peer has to say. */
  @Override
  public void close() {
    reusable = false;
    try {
      plain.close();
    } catch (IOException alreadyBroken) {
      // it is closed all the same
    }
  }
}
