package app.trackx.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Plain sockets with TCP_NODELAY, which OkHttp does not set: header and body leave in two writes,
 * and Nagle's algorithm would hold the second until the server's delayed ACK, 40 ms later.
 */
final class NoDelaySocketFactory extends SocketFactory {
  @Override
  public Socket createSocket() throws IOException {
    return prepare(new Socket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return prepare(new Socket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return prepare(new Socket(host, port, localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return prepare(new Socket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return prepare(new Socket(host, port, localHost, localPort));
  }

  private static Socket prepare(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return socket;
  }
}
