package app.trackx.local;

import app.trackx.testing.JsonTexts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sample data for the page: a day of a shop, with two releases, folded repeats and an issue that comes back. */
final class SampleShop {
  /** The number of issues. */
  static final int ISSUES = 8;

  /** The name of an issue whose events contain personal data. */
  static final String PERSONAL = "com.acme.account.LoginException";

  private static final int HOURS = 23;
  private static final int DEPLOYMENT = 15;
  private static final int RESOLUTION = 6;
  private static final String[] REQUEST = {
    "org.springframework.web.method.support.InvocableHandlerMethod.doInvoke:258",
    "org.springframework.web.servlet.DispatcherServlet.doDispatch:1089",
    "org.springframework.web.servlet.FrameworkServlet.service:885",
    "org.apache.tomcat.util.net.SocketProcessorBase.run:52",
    "java.lang.Thread.run:1583",
  };
  private static final String[] JOB = {
    "org.springframework.scheduling.support.ScheduledMethodRunnable.run:84",
    "java.util.concurrent.ThreadPoolExecutor.runWorker:1144",
    "java.lang.Thread.run:1583",
  };

  private final TrackXLocal server;
  private final RawHttp http;
  private int visitors;
  private String release = "1.4.1";

  private SampleShop(TrackXLocal server, RawHttp http) {
    this.server = server;
    this.http = http;
  }

  static void fill(TrackXLocal server, FakeClock clock) throws IOException {
    try (RawHttp http = new RawHttp(server.port())) {
      new SampleShop(server, http).day(clock);
    }
  }

  private void day(FakeClock clock) throws IOException {
    for (int hour = 0; hour < HOURS; hour++) {
      for (int i = 0; i < 4 + (hour * 7) % 11; i++) {
        http.ping(server, visitor());
      }
      release = hour < DEPLOYMENT ? "1.4.1" : "1.4.2";
      hour(hour);
      clock.advance(Duration.ofHours(1));
    }
    login();
    clock.advance(Duration.ofMinutes(2));
    basket();
    clock.advance(Duration.ofMinutes(1));
    timeout(96);
    clock.advance(Duration.ofSeconds(30));
    payment();
  }

  private void hour(int hour) throws IOException {
    if (hour % 2 == 0) {
      payment();
    }
    if (hour % 5 == 3) {
      login();
    }
    if (hour >= 9) {
      timeout(1 + (hour - 9) * (hour - 9));
    }
    if (hour == 2 || hour == 11 || hour == 18) {
      mail(1000 + hour);
    }
    if (hour < 4 || hour > 20) {
      pool(hour);
    }
    if (hour >= DEPLOYMENT) {
      basket();
    }
    if (hour % 6 == 1) {
      invoice();
    }
    if (hour % 4 == 2) {
      browser();
    }
    if (hour == RESOLUTION) {
      resolve("java.sql.SQLTransientConnectionException");
    }
  }

  private void payment() throws IOException {
    send(
        "com.acme.payment.PaymentException",
        "card was declined",
        stack(
            REQUEST,
            "com.acme.payment.CardGateway.send:118",
            "com.acme.payment.CardGateway.charge:64",
            "com.acme.shop.Checkout.pay:88",
            "com.acme.shop.CheckoutController.post:51"),
        Map.of(
            "thread",
            "http-7",
            "http",
            Map.of("method", "POST", "route", "/checkout", "status", 502)));
  }

  private void basket() throws IOException {
    send(
        "java.lang.NullPointerException",
        "basket is null",
        stack(REQUEST, "com.acme.shop.Basket.total:41", "com.acme.shop.CartController.show:37"),
        Map.of("thread", "http-3"));
  }

  private void invoice() throws IOException {
    send(
        "java.lang.NullPointerException",
        "order is null",
        stack(
            JOB,
            "java.util.Objects.requireNonNull:259",
            "com.acme.billing.Invoice.lines:73",
            "com.acme.billing.InvoiceJob.run:29"),
        Map.of("thread", "jobs-1"));
  }

  private void timeout(int occurrences) throws IOException {
    Map<String, Object> meta = new HashMap<>(Map.of("thread", "http-2"));
    if (occurrences > 1) {
      meta.put("occurrences", occurrences);
    }
    send(
        "java.net.SocketTimeoutException",
        "Read timed out",
        stack(
            REQUEST,
            "java.net.SocketInputStream.read:181",
            "okhttp3.internal.http1.Http1ExchangeCodec.read:77",
            "com.acme.stock.StockClient.reserve:96",
            "com.acme.shop.Checkout.reserve:60"),
        meta);
  }

  private void mail(int order) throws IOException {
    send(
        "com.acme.mail.MailQueue",
        "Mail of order " + order + " could not be queued",
        stack(JOB, "com.acme.mail.MailQueue.put:58"),
        Map.of(
            "logger", "com.acme.mail.MailQueue",
            "level", "ERROR",
            "template", "Mail of order {} could not be queued"));
  }

  private void pool(int hour) throws IOException {
    send(
        "java.sql.SQLTransientConnectionException",
        "shop-pool - Connection is not available, request timed out after 30000ms.",
        stack(
            REQUEST,
            "com.zaxxer.hikari.pool.HikariPool.createTimeoutException:686",
            "com.zaxxer.hikari.HikariDataSource.getConnection:100",
            "com.acme.shop.ProductStore.find:33"),
        Map.of("thread", "http-" + hour));
  }

  private void browser() throws IOException {
    Map<String, String> agent = Map.of(
        "Origin", "https://shop.example.com",
        "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "X-Forwarded-For", "198.18.9." + visitors++ % 250);
    String stack = "TypeError: item is undefined"
        + "\n    at price (https://shop.example.com/js/cart.js:212:17)"
        + "\n    at render (https://shop.example.com/js/cart.js:98:5)"
        + "\n    at flush (https://shop.example.com/js/node_modules/view/view.js:1204:9)";
    post(
        agent,
        Map.of(
            "name",
            "TypeError",
            "message",
            "item is undefined",
            "type",
            1,
            "stack",
            stack,
            "uri",
            "https://shop.example.com/cart",
            "meta",
            Map.of("_c", "m", "_v", "0.4.0", "release", release, "environment", "production")));
  }

  private void login() throws IOException {
    send(
        PERSONAL,
        "no account for bob.miller@example.com from 198.51.100.23",
        stack(
            REQUEST,
            "com.acme.account.Accounts.find:44",
            "com.acme.account.LoginController.post:25"),
        Map.of(
            "request",
                Map.of(
                    "url", "https://bob:hunter2@shop.example.com/login?next=%2Fcart&sid=81aa",
                    "authorization", "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"),
            "file", "/home/bob/orders/2026-11.csv",
            "phone", "+44 20 7946 0018",
            "note", "paid with 4111 1111 1111 1111, IBAN GB82 WEST 1234 5698 7654 32",
            "environment", "staging"));
  }

  private void resolve(String name) throws IOException {
    for (Issue issue : server.issues()) {
      if (name.equals(issue.name())) {
        Map<String, String> page = Map.of("Sec-Fetch-Site", "same-origin");
        http.request("POST", "/api/issues/" + issue.id() + "/resolve", page, "");
      }
    }
  }

  private static String stack(String[] below, String... frames) {
    List<String> all = new ArrayList<>(List.of(frames));
    all.addAll(List.of(below));
    StringBuilder text = new StringBuilder("x");
    for (String frame : all) {
      int colon = frame.indexOf(':');
      String callee = frame.substring(0, colon);
      String type = callee.substring(0, callee.lastIndexOf('.'));
      text.append("\n    at ").append(callee).append(" (");
      text.append(type.replace('.', '/'))
          .append(".java")
          .append(frame.substring(colon))
          .append(')');
    }
    return text.toString();
  }

  private Map<String, String> visitor() {
    int number = visitors++;
    return Map.of(
        "Origin", "https://shop.example.com",
        "User-Agent", "Java/21.0 (Linux; amd64)",
        "X-Forwarded-For", "198.18." + number / 250 + "." + number % 250);
  }

  private void send(String name, String message, String stack, Map<String, ?> meta)
      throws IOException {
    Map<String, Object> all = new HashMap<>(Map.of(
        "_c",
        "_",
        "_v",
        "0.1.0",
        "java",
        "21.0.4",
        "release",
        release,
        "environment",
        "production"));
    all.putAll(meta);
    post(
        visitor(),
        Map.of(
            "name",
            name,
            "message",
            message,
            "type",
            meta.containsKey("logger") ? 70 : 1,
            "stack",
            stack.replaceFirst("x", name),
            "uri",
            "java:com.acme.shop.Checkout.pay",
            "meta",
            all));
  }

  private void post(Map<String, String> headers, Map<String, ?> event) throws IOException {
    http.request("POST", RawHttp.pathOf(server) + "/event", headers, JsonTexts.of(event));
  }
}
