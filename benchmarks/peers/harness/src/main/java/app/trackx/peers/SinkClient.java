package app.trackx.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Controls the server, and reads its counters. */
final class SinkClient {
  private final int controlPort;
  private final SharedCounters counters;

  SinkClient(int controlPort, Path counters) throws IOException {
    this.controlPort = controlPort;
    this.counters = new SharedCounters(counters);
  }

  /** Returns a client for the server that the harness passed in system properties. */
  static SinkClient ofThisRun() throws IOException {
    return new SinkClient(
        Integer.getInteger("peers.control"), Path.of(System.getProperty("peers.counters")));
  }

  long accepted() {
    return counters.accepted();
  }

  void reset() throws IOException {
    call("reset");
  }

  void up() throws IOException {
    call("up");
  }

  void down() throws IOException {
    call("down");
  }

  /** See {@link AnswerScript}. */
  void script(String script) throws IOException {
    call("script/" + script);
  }

  /** Returns the counts of all requests, and of the markers from one id up to another, exclusive. */
  Map<String, String> stats(int fromId, int toId) throws IOException {
    Map<String, String> stats = new LinkedHashMap<>();
    call("stats/" + fromId + "/" + toId).lines().forEach(line -> {
      int equals = line.indexOf('=');
      stats.put(line.substring(0, equals), line.substring(equals + 1));
    });
    return stats;
  }

  /** Blocks until the server has received nothing for a while, or for the longest time. */
  void awaitQuiet(long quietMillis, long mostMillis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mostMillis);
    long quietSince = System.nanoTime();
    long last = counters.requests();
    while (System.nanoTime() < end) {
      Thread.sleep(20);
      long now = counters.requests();
      if (now != last) {
        last = now;
        quietSince = System.nanoTime();
      } else if (System.nanoTime() - quietSince > TimeUnit.MILLISECONDS.toNanos(quietMillis)) {
        return;
      }
    }
  }

  /** Sends a command over a bare socket, which loads few classes into the measured JVM. */
  private String call(String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), controlPort)) {
      String request = "GET /" + command + " HTTP/1.0\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!response.startsWith("HTTP/1.1 200")) {
        throw new IOException("the server did not execute " + command + ": " + response);
      }
      return response.substring(response.indexOf("\r\n\r\n") + 4);
    }
  }
}
