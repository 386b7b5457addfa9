package app.trackx.okhttp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server on loopback that resets each connection after the first byte of a request. */
final class ResettingServer implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

  ResettingServer() throws IOException {
    Thread thread = new Thread(this::serve, "resetting-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    try {
      while (true) {
        try (Socket connection = socket.accept()) {
          connection.getInputStream().read();
          connection.setSoLinger(true, 0); // a reset instead of an end
        }
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/v1/1dhvjg9b2y7/event";
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
