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

/** An HTTP/1.1 connection for one request at a time. */
final class HttpConnection implements Closeable {
  private static final int PROXY_LOGIN = 407;

  /** A write up to this size does not block, because it fits into the buffer of any socket. */
  private static final int FITS_ANY_BUFFER = 8 * 1024;

  /** The outcome depends on the head; a late body adds nothing. */
  private static final long BODY_MILLIS = 500;

  private final Target target;
  private final @Nullable HttpProxy proxy;
  private final BoundedSocket plain;
  private final Socket socket;
  private final Connector connector;
  private boolean reusable;

  /**
   * Creates a connection over an open socket.
   *
   * @param proxy the proxy that requests are addressed to; null if the socket is connected to the
   *     server
   * @param plain the socket that {@code socket} reads from and writes to: itself, or the one below
   *     TLS
   */
  HttpConnection(
      Target target,
      @Nullable HttpProxy proxy,
      BoundedSocket plain,
      Socket socket,
      Connector connector) {
    this.target = target;
    this.proxy = proxy;
    this.plain = plain;
    this.socket = socket;
    this.connector = connector;
  }

  /** Returns the proxy that requests are addressed to; null if the connection is to the server. */
  @Nullable
  HttpProxy proxy() {
    return proxy;
  }

  /**
   * Returns whether the last response was read completely and the server keeps the connection open.
   */
  boolean isReusable() {
    return reusable;
  }

  /**
   * Returns whether the server has sent nothing since the last response. A 408 or the end of TLS
   * would be read as the next response.
   */
  boolean hasNoInput() {
    try {
      return plain.getInputStream().available() == 0;
    } catch (IOException broken) {
      return false;
    }
  }

  /** Returns whether a request to that target may be sent on this connection. */
  boolean serves(Target other) {
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
    boolean written = write(bytes, out, deadline);
    readHead(reader, deadline);
    plain.setDeadline(deadline.atMost(BODY_MILLIS));
    String body = reader.readBody();
    reusable = written && reader.isReusable();
    String refusing = proxy != null && reader.status() == PROXY_LOGIN ? proxy.name() : null;
    return new HttpResponse(reader.status(), reader.head(), body, refusing);
  }

  private static void readHead(ResponseReader reader, Deadline deadline) throws IOException {
    try {
      reader.readHead();
    } catch (IOException broken) {
      throw reader.hasStarted() || deadline.isOver() || !isClosed(broken)
          ? broken
          : new UnansweredException(broken);
    }
  }

  /**
   * Returns whether the connection was closed. A TLS alert does not count, because it is a kind of
   * response.
   */
  private static boolean isClosed(IOException broken) {
    return broken instanceof EOFException
        || broken instanceof SocketException
        || broken.getCause() instanceof EOFException
        || broken.getCause() instanceof SocketException;
  }

  /**
   * Writes the request at once: after a separate head, the body would wait for an acknowledgement.
   *
   * @return false if the server has already closed the connection. It may still have responded, for
   *     example with a 413
   */
  private boolean write(ByteArrayOutputStream bytes, OutputStream out, Deadline deadline)
      throws IOException {
    boolean mayBlock = bytes.size() > FITS_ANY_BUFFER;
    if (mayBlock) {
      connector.watchdog().watch(plain, deadline);
    }
    try {
      bytes.writeTo(out);
      out.flush();
      return true;
    } catch (IOException broken) {
      if (!isClosed(broken)) {
        throw broken;
      }
      return false;
    } finally {
      if (mayBlock) {
        connector.watchdog().release();
      }
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

  /** Closes at once, without waiting for a TLS peer. */
  @Override
  public void close() {
    reusable = false;
    try {
      plain.close();
    } catch (IOException alreadyBroken) {
      // it is closed nevertheless
    }
  }
}
