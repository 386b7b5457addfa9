package app.trackx.relay.kafka;

import app.trackx.internal.session.VisitorToken;
import app.trackx.relay.intake.Received;
import app.trackx.relay.intake.RequestKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests as the front would receive them. */
public final class Requests {
  public static final String KEY = "abcdefghijk";
  static final String ORIGIN = "https://shop.example.com";

  private static final AtomicInteger SERIAL = new AtomicInteger();

  private Requests() {}

  /** Returns an error of a kind, as it happened on a source. */
  static Received event(String key, int kind, int source) {
    return received(RequestKind.EVENT, key, source, json(kind));
  }

  /** Returns the body of an error of a kind; no two are the same. */
  public static String json(int kind) {
    return "{\"name\":\"java.lang.IllegalStateException\",\"message\":\"order 17 of kind " + kind
        + "\",\"stack\":\"java.lang.IllegalStateException\\n    at shop.Cart" + kind
        + ".add (shop/Cart" + kind + ".java:" + (kind + 10)
        + ")\\n    at shop.Main.run (shop/Main.java:9)\","
        + "\"type\":4,\"uri\":\"/cart\",\"meta\":{\"_c\":\"_\",\"serial\":"
        + SERIAL.incrementAndGet() + "}}";
  }

  static Received ping(String key, int source) {
    return received(RequestKind.PING, key, source, "");
  }

  private static Received received(RequestKind kind, String key, int source, String body) {
    return new Received(
        kind,
        key,
        ORIGIN,
        "Java/17.0 (Linux; amd64)",
        token(source),
        "",
        "",
        System.currentTimeMillis(),
        body.getBytes(StandardCharsets.UTF_8));
  }

  static String token(int source) {
    return VisitorToken.of(ByteBuffer.allocate(16).putInt(12, source + 1).array());
  }
}
