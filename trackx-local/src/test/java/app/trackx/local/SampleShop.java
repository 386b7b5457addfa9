package app.trackx.local;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Sample data for the page: a day of events and sessions of a shop. */
final class SampleShop {
  private static final String STACK = String.join(
      "\n",
      "java.io.IOException",
      "    at com.acme.payment.CardGateway.send (com/acme/payment/CardGateway.java:118)",
      "    at com.acme.payment.CardGateway.charge (com/acme/payment/CardGateway.java:64)",
      "Wrapped by: com.acme.payment.PaymentException",
      "    at com.acme.shop.Checkout.pay (com/acme/shop/Checkout.java:%d)",
      "    at com.acme.shop.CheckoutResource.post (com/acme/shop/CheckoutResource.java:51)",
      "    at java.util.concurrent.ThreadPoolExecutor.runWorker"
          + " (java/util/concurrent/ThreadPoolExecutor.java:1136)",
      "    at java.lang.Thread.run (java/lang/Thread.java:840)");

  private SampleShop() {}

  static void fill(TrackXLocal server, FakeClock clock) throws IOException {
    try (RawHttp http = new RawHttp(server.port())) {
      for (int hour = 0; hour < 23; hour++) {
        int visitors = 4 + (hour * 7) % 11;
        for (int i = 0; i < visitors; i++) {
          Map<String, String> visitor = visitor(hour * 100 + i);
          http.ping(server, visitor);
          if (i % 5 == 0) {
            send(server, http, visitor, hour + i);
          }
        }
        clock.advance(Duration.ofHours(1));
      }
      send(server, http, visitor(1), 3);
      clock.advance(Duration.ofMinutes(4));
      send(server, http, visitor(2), 0);
    }
  }

  private static Map<String, String> visitor(int number) {
    return Map.of(
        "Origin", "https://shop.example.com",
        "User-Agent", "Java/21.0 (Linux; amd64)",
        "X-Forwarded-For", "198.18." + number / 250 + "." + number % 250);
  }

  private static void send(TrackXLocal server, RawHttp http, Map<String, String> visitor, int which)
      throws IOException {
    http.request("POST", RawHttp.pathOf(server) + "/event", visitor, event(which % 4));
  }

  private static String event(int which) throws IOException {
    String stack = String.format(STACK, 88 + which);
    Map<String, Object> meta =
        Map.of("_c", "_", "_v", "0.1.0", "release", "1.4.2", "thread", "http-7", "java", "21.0.4");
    return switch (which) {
      case 0 -> json("com.acme.payment.PaymentException", "card was declined", stack, meta);
      case 1 -> json("java.lang.NullPointerException", "basket is null", stack, meta);
      case 2 -> json("java.net.SocketTimeoutException", "Read timed out", stack, meta);
      default ->
        json(
            "com.acme.account.LoginException",
            "no account for bob.miller@example.com from 198.51.100.23",
            stack,
            Map.of(
                "_c", "_",
                "_v", "0.1.0",
                "release", "1.4.2",
                "request",
                    Map.of(
                        "url", "https://bob:hunter2@shop.example.com/login?next=%2Fcart&sid=81aa",
                        "authorization",
                            "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"),
                "file", "/home/bob/orders/2026-11.csv",
                "phone", "+44 20 7946 0018",
                "note", "paid with 4111 1111 1111 1111, IBAN GB82 WEST 1234 5698 7654 32"));
    };
  }

  private static String json(String name, String message, String stack, Map<String, ?> meta)
      throws IOException {
    return Tab.json(Map.of(
        "name",
        name,
        "message",
        message,
        "type",
        1,
        "stack",
        stack,
        "uri",
        "java:com.acme.shop.Checkout.pay",
        "meta",
        meta));
  }
}
