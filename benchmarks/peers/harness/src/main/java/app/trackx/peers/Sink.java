package app.trackx.peers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * The server that the clients send to, in a process of its own. It is controlled over a second port, and ends when its
 * standard input closes. Arguments: port, control port, file of the shared counters.
 */
final class Sink {
  static final String READY = "READY";

  private final SinkStats stats;
  private final SinkServer server;

  private Sink(SinkStats stats, SinkServer server) {
    this.stats = stats;
    this.server = server;
  }

  public static void main(String[] args) throws IOException {
    SinkStats stats = new SinkStats(new SharedCounters(Path.of(args[2])));
    SinkServer server = new SinkServer(Integer.parseInt(args[0]), stats);
    server.up();
    Sink sink = new Sink(stats, server);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    HttpServer control =
        HttpServer.create(new InetSocketAddress(loopback, Integer.parseInt(args[1])), 0);
    control.createContext("/", sink::answer);
    control.start();
    System.out.println(READY);
    while (System.in.read() >= 0) {
      // until the parent process ends
    }
    System.exit(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] command = exchange.getRequestURI().getPath().substring(1).split("/");
      byte[] reply = execute(command).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, reply.length);
      exchange.getResponseBody().write(reply);
    }
  }

  private String execute(String[] command) throws IOException {
    switch (command[0]) {
      case "reset" -> stats.reset();
      case "script" -> server.follow(AnswerScript.parse(command[1]));
      case "up" -> server.up();
      case "down" -> server.down();
      case "stats" -> {
        return stats
            .read(Integer.parseInt(command[1]), Integer.parseInt(command[2]))
            .entrySet()
            .stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("\n"));
      }
      default -> throw new IOException("unknown command " + command[0]);
    }
    return "done";
  }
}
