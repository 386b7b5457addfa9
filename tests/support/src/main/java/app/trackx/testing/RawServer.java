package app.trackx.testing;

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
public final class RawServer implements AutoCloseable {
  /** Responds to a request after it was read. */
  public interface Answer {
    /** Writes the response; returns false to close the connection afterwards. */
    boolean write(OutputStream out) throws IOException, InterruptedException;
  }

  /** Handles a connection. */
  public interface Script {
    /** Plays the script; then the connection is closed. */
    void play(Talk talk) throws IOException, InterruptedException;
  }

  /** A fatal alert of TLS. */
  private static final byte[] HANDSHAKE_FAILURE = {21, 3, 3, 0, 2, 2, 40};

  private final ServerSocket socket;
  private final Script script;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  public RawServer(Answer answer) throws IOException {
    this(listener(), answer);
  }

  /** Starts a server on that socket, which may be one for TLS. */
  public RawServer(ServerSocket socket, Answer answer) {
    this(socket, talk -> {
      boolean more = true;
      while (more && talk.read() != null) {
        more = answer.write(talk.out);
        talk.out.flush();
      }
    });
  }

  private RawServer(ServerSocket socket, Script script) {
    this.script = script;
    this.socket = socket;
    daemon(this::accept);
  }

  /** Returns a server that plays a script on each connection. */
  public static RawServer playing(Script script) throws IOException {
    return new RawServer(listener(), script);
  }

  public static RawServer playing(ServerSocket socket, Script script) {
    return new RawServer(socket, script);
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** Returns a server that responds to each request with these lines and an empty one. */
  public static RawServer answering(String... lines) throws IOException {
    return saying(String.join("\r\n", lines) + "\r\n\r\n");
  }

  /**
   * Returns a server that responds to each request with this text, and keeps the connection open.
   */
  public static RawServer saying(String text) throws IOException {
    return new RawServer(out -> {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      return true;
    });
  }

  /** Returns a server that responds to each request with this text, and closes the connection. */
  public static RawServer sayingOnce(String text) throws IOException {
    return new RawServer(out -> {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      return false;
    });
  }

  /** A server that refuses each TLS handshake, and reads to the end, so that no reset overtakes that. */
  public static RawServer refusingTls() throws IOException {
    return playing(talk -> {
      talk.socket.setSoTimeout(10_000);
      if (talk.in.read() >= 0) {
        talk.out.write(HANDSHAKE_FAILURE);
        talk.socket.shutdownOutput();
        talk.in.transferTo(OutputStream.nullOutputStream());
      }
    });
  }

  public String url() {
    return url("http://127.0.0.1");
  }

  public String url(String schemeAndHost) {
    return schemeAndHost + ":" + port() + "/v1/1dhvjg9b2y7/event";
  }

  public int port() {
    return socket.getLocalPort();
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  public int connections() {
    return connections.get();
  }

  /** Returns head and body of each request that was read completely. */
  public List<String> requests() {
    return requests;
  }

  /** Waits that long, or until the server is closed. */
  public void pause(long millis) throws InterruptedException {
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
      script.play(new Talk(this, connection));
    } catch (IOException | InterruptedException e) {
      // the client closed the connection, or the test is over
    } finally {
      open.remove(connection);
    }
  }

  /** The server's side of a connection. */
  public static final class Talk {
    public final Socket socket;
    public final InputStream in;
    public final OutputStream out;
    private final RawServer server;

    Talk(RawServer server, Socket socket) throws IOException {
      this.server = server;
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
    }

    /** Reads a request, which is then one of the server's; returns null if there is none. */
    public String read() throws IOException {
      String request = RawServer.read(in);
      if (request != null) {
        server.requests.add(request);
      }
      return request;
    }

    public void say(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    /** Waits that long, or until the server is closed. */
    public void pause(long millis) throws InterruptedException {
      server.pause(millis);
    }

    /** Waits until the client closes the connection or sends something. */
    public void awaitEnd() throws IOException {
      in.read();
    }

    /** Breaks the connection with a reset (RST). */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  /**
   * Reads a request with its body, one character per byte; returns null if the connection ends
   * before.
   */
  public static String read(InputStream in) throws IOException {
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
