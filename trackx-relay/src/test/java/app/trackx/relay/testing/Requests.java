package app.trackx.relay.testing;

import app.trackx.relay.intake.Received;
import app.trackx.relay.intake.RequestKind;
import java.nio.charset.StandardCharsets;

/** Requests as the front hands them over. */
public final class Requests {
  public static final String KEY = "1dk93jd8sk2";
  public static final String ORIGIN = "https://shop.example.com";
  public static final String AGENT = "Java/17.0.15 (Linux; amd64)";

  private Requests() {}

  /** Returns a token for a number. */
  public static String source(int number) {
    return String.format("%032d", number);
  }

  public static Received event(int source, String json) {
    return new Received(
        RequestKind.EVENT,
        KEY,
        ORIGIN,
        AGENT,
        source(source),
        "",
        "",
        FakeTime.NOON,
        json.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns an error of a kind, whose place in the code is the number. */
  public static Received error(int source, int kind) {
    return event(source, errorJson(kind));
  }

  public static String errorJson(int kind) {
    return "{\"name\":\"java.lang.IllegalStateException\",\"message\":\"failed\",\"stack\":\"java.lang.IllegalStateException\\n"
        + "    at com.acme.Shop.pay (com/acme/Shop.java:" + (kind + 1)
        + ")\",\"type\":1,\"meta\":{\"_c\":\"_\"}}";
  }

  public static Received ping(int source) {
    return new Received(
        RequestKind.PING, KEY, ORIGIN, AGENT, source(source), "", "", FakeTime.NOON, new byte[0]);
  }

  public static Received report(int source, String contentType, String json) {
    return new Received(
        RequestKind.REPORT,
        KEY,
        ORIGIN,
        AGENT,
        source(source),
        contentType,
        "",
        FakeTime.NOON,
        json.getBytes(StandardCharsets.UTF_8));
  }
}
