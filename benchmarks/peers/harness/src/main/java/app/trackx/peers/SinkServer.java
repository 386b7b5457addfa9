package app.trackx.peers;

import app.trackx.peers.AnswerScript.Answer;
import app.trackx.peers.RequestReader.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A blocking HTTP/1.1 server that follows a script, and that can go down with all its connections. */
final class SinkServer {
  /** All that the clients look for in an answer. */
  private static final String ACCEPTED = "{\"id\":\"0123456789abcdef0123456789abcdef\",\"err\":0,"
      + "\"result\":{\"uuid\":\"0123456789abcdef0123456789abcdef\"}}";

  private final int port;
  private final SinkStats stats;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private volatile AnswerScript script = AnswerScript.parse("ok");
  private ServerSocket listener;

  SinkServer(int port, SinkStats stats) {
    this.port = port;
    this.stats = stats;
  }

  void follow(AnswerScript newScript) {
    script = newScript;
  }

  synchronized void up() throws IOException {
    if (listener != null) {
      return;
    }
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_024);
    listener = socket;
    start(() -> accept(socket), "acceptor");
  }

  /** Stops listening, and resets all connections. */
  synchronized void down() throws IOException {
    if (listener != null) {
      listener.close();
      listener = null;
    }
    connections.forEach(SinkServer::abort);
  }

  private static void abort(Socket connection) {
    try {
      connection.setSoLinger(true, 0);
      connection.close();
    } catch (IOException e) {
      // the client has just closed it
    }
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Socket connection = socket.accept();
        connections.add(connection);
        stats.connected();
        start(() -> serve(connection), "connection");
      }
    } catch (IOException e) {
      // closed by down()
    }
  }

  private static void start(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      OutputStream out = connection.getOutputStream();
      RequestReader reader = new RequestReader(connection.getInputStream(), out);
      Request request = reader.next();
      while (request != null) {
        answer(request, out);
        request = request.last() ? null : reader.next();
      }
    } catch (IOException e) {
      // the client closed the connection, or down() did
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
    }
  }

  private void answer(Request request, OutputStream out) throws IOException, InterruptedException {
    Answer answer = script.next();
    if (answer.delayMillis() == AnswerScript.NEVER) {
      stats.received(request, 0);
      Thread.sleep(600_000);
      return;
    }
    Thread.sleep(answer.delayMillis());
    stats.received(request, answer.status());
    boolean ok = answer.status() == 200;
    String body = ok ? ACCEPTED : "{}";
    String retryAfter = answer.retryAfterSeconds() > 0 && !ok
        ? "Retry-After: " + answer.retryAfterSeconds() + "\r\n"
        : "";
    String response = "HTTP/1.1 " + answer.status() + (ok ? " OK" : " Refused") + "\r\n"
        + "Content-Type: application/json\r\n" + retryAfter
        + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    out.write(response.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }
}
