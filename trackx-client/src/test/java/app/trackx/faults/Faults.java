package app.trackx.faults;

import app.trackx.testing.Waiting;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;

/** The faults of networks, proxies and servers. */
public final class Faults {
  private static final long FOR_EVER = 60_000;

  private Faults() {}

  /** An answer as it should be, with that status. */
  public static Fault answer(int status, String... headers) {
    return exchange -> {
      exchange.read();
      exchange.answer(status, headers);
      return true;
    };
  }

  /** Success, and then the connection is closed without a word of that before. */
  public static Fault answerAndClose() {
    return exchange -> {
      exchange.read();
      exchange.answer(200);
      return false;
    };
  }

  /** A server error for events with that marker, and success for all others. */
  public static Fault poison(String marker) {
    return exchange -> {
      exchange.read();
      exchange.answer(exchange.marker().equals(marker) ? 500 : 200);
      return true;
    };
  }

  /** A web firewall's refusal of events with one of those markers, and success for all others. */
  public static Fault firewall(int status, Collection<String> markers) {
    return exchange -> {
      exchange.read();
      if (markers.contains(exchange.marker())) {
        exchange.answerPage(status);
      } else {
        exchange.answer(200);
      }
      return true;
    };
  }

  /** A page for a browser in place of the server's answer. */
  public static Fault page(int status) {
    return exchange -> {
      exchange.read();
      exchange.answerPage(status);
      return true;
    };
  }

  /** The connection is closed before the request was read, which resets it if there is a body. */
  public static Fault closeBeforeTheRequest() {
    return exchange -> false;
  }

  /** Success, but only when the latch is released. */
  public static Fault hold(CountDownLatch latch) {
    return exchange -> {
      exchange.read();
      Waiting.forLatch(latch);
      exchange.answer(200);
      return true;
    };
  }

  /** The connection is reset before the request was read. */
  public static Fault resetBeforeTheRequest() {
    return exchange -> {
      exchange.reset();
      return false;
    };
  }

  /** The connection is reset when the request was read. */
  public static Fault resetAfterTheRequest() {
    return exchange -> {
      exchange.read();
      exchange.reset();
      return false;
    };
  }

  /** The connection is closed when the request was read. */
  public static Fault closeAfterTheRequest() {
    return exchange -> {
      exchange.read();
      return false;
    };
  }

  /** The request goes unread, the connection stays open, and nothing is said. */
  public static Fault blackHole() {
    return exchange -> {
      exchange.pause(FOR_EVER);
      return false;
    };
  }

  /** The request is read, the connection stays open, and nothing is said. */
  public static Fault swallow() {
    return exchange -> {
      exchange.read();
      exchange.pause(FOR_EVER);
      return false;
    };
  }

  /** Half a status line and headers, and the connection is closed. */
  public static Fault halfAHead() {
    return exchange -> {
      exchange.read();
      exchange.write("HTTP/1.1 200 OK\r\nContent-Le");
      return false;
    };
  }

  /** Success with half the body that it announces, and the connection is closed. */
  public static Fault halfABody() {
    return exchange -> {
      exchange.read();
      exchange.took();
      exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
      return false;
    };
  }

  /** Something else than HTTP. */
  public static Fault garbage(String text) {
    return exchange -> {
      exchange.read();
      exchange.write(text);
      return false;
    };
  }

  /** Something is said at once and without reading, as a server does that expects no TLS. */
  public static Fault interrupt(String text) {
    return exchange -> {
      exchange.write(text);
      return false;
    };
  }

  /** A head that comes at a byte a second and has no end. */
  public static Fault dribbleTheHead() {
    return exchange -> {
      exchange.read();
      exchange.write("HTTP/1.1 200 OK\r\nX-Slow: ");
      return dribble(exchange);
    };
  }

  /** Success with a body that comes at a byte a second. */
  public static Fault dribbleTheBody() {
    return exchange -> {
      exchange.read();
      exchange.took();
      exchange.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
      return dribble(exchange);
    };
  }

  private static boolean dribble(Exchange exchange)
      throws java.io.IOException, InterruptedException {
    for (int second = 0; second < 60; second++) {
      exchange.write("x");
      exchange.pause(1_000);
    }
    return false;
  }

  /** The server is killed when it has read the request. */
  public static Fault killTheServer() {
    return exchange -> {
      exchange.read();
      exchange.server().kill();
      return false;
    };
  }
}
