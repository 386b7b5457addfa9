package app.trackx.okhttp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that sends scripted responses, byte for byte, and counts connections. */
final class RawServer implements AutoCloseable {
  /** Responds to a request after it was read. */
  interface Answer {
    /** Writes the response; returns false to close the connection afterwards. */
    boolean write(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final Answer answer;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  RawServer(Answer answer) throws IOException {
    this.answer = answer;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** Returns a server that responds to each request with these lines and an empty one. */
  static RawServer answering(String... lines) throws IOException {
    byte[] bytes = (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    return new RawServer(out -> {
      out.write(bytes);
      return true;
    });
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/v1/1dhvjg9b2y7/event";
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  int connections() {
    return connections.get();
  }

  /** Returns head and body of each request that was read completely. */
  List<String> requests() {
    return requests;
  }

  /** Waits that long, or until the server is closed. */
  void pause(long millis) throws InterruptedException {
    if (closed.await(millis, TimeUnit.MILLISECONDS)) {
      throw new InterruptedException("closed");
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        connections.incrementAndGet();
        open.add(connection);
        daemon(() -> serve(connection));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      boolean more = true;
      while (more) {
        String request = read(in);
        if (request == null) {
          return;
        }
        requests.add(request);
        more = answer.write(out);
        out.flush();
      }
    } catch (IOException | InterruptedException e) {
      // the client closed the connection, or the test is over
    } finally {
      open.remove(connection);
    }
  }

  /**
   * Reads a request with its body, one character per byte; returns null if the connection ends
   * before.
   */
  private static String read(InputStream in) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      request.append((char) next);
    }
    for (int left = contentLength(request.toString()); left > 0; left--) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      request.append((char) next);
    }
    return request.toString();
  }

  private static int contentLength(String head) {
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        return Integer.parseInt(line.substring("content-length:".length()).trim());
      }
    }
    return 0;
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
    for (Socket connection : open) {
      connection.close();
    }
  }
}
