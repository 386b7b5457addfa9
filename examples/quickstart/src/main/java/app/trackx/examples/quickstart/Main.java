package app.trackx.examples.quickstart;

import app.trackx.EventPayload;
import app.trackx.TrackX;
import app.trackx.local.TrackXLocal;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A program that starts a TrackX server on a free port, runs a small order service that fails in
 * several ways, and prints the events that the server stored.
 */
public final class Main {
  private static final List<Order> ORDERS = List.of(
      new Order(1001, "ada@example.com", PaymentGateway.GOOD_CARD, 1),
      new Order(1002, "ben@example.com", PaymentGateway.SLOW_CARD, 2),
      new Order(1003, "cleo@example.com", PaymentGateway.STOLEN_CARD, 1),
      new Order(1004, "dora@example.com", PaymentGateway.SLOW_CARD, 1),
      new Order(1005, "emil@example.com", PaymentGateway.ABANDONED_CARD, 3),
      new Order(1006, "fay@example.com", PaymentGateway.GOOD_CARD, 500),
      new Order(1007, "gus@example.com", PaymentGateway.SLOW_CARD, 1));

  private final OrderService service = new OrderService();
  private final PrintStream out;

  private Main(PrintStream out) {
    this.out = out;
  }

  /**
   * Runs the shop, then keeps the server's page available.
   *
   * @param args {@code --exit} to exit immediately
   */
  public static void main(String[] args) throws InterruptedException {
    try (TrackXLocal server = TrackXLocal.start()) {
      run(server, System.out);
      System.out.println();
      System.out.println("Look at them in a browser (Ctrl-C to stop): " + server.page());
      if (!List.of(args).contains("--exit")) {
        new CountDownLatch(1).await();
      }
    }
  }

  static void run(TrackXLocal server, PrintStream out) throws InterruptedException {
    // Your own application uses the endpoint from its project's page in the dashboard.
    // E-mail addresses, card numbers and other personal data are redacted by default.
    TrackX.setup(server.endpoint(), Main::withoutAbandonedOrders);
    TrackX.meta().put("service", "orders"); // sent with every event
    TrackX.ping(); // registers today's session of this application

    Report.printHeader(out);
    Main main = new Main(out);
    for (Order order : ORDERS) {
      Thread worker = new Thread(() -> main.take(order), "order-worker-" + order.id());
      worker.start();
      worker.join();
      // Applications do not need to flush; here it makes the output reproducible.
      TrackX.flush(Duration.ofSeconds(2));
    }
    Report.print(server, TrackX.client().diagnostics(), out);
  }

  private static @Nullable EventPayload withoutAbandonedOrders(
      EventPayload event, @Nullable Throwable reason) {
    return reason instanceof CancellationException ? null : event; // the customer's decision
  }

  private void take(Order order) {
    try {
      service.place(order);
      out.println("  order " + order.id() + " is accepted");
    } catch (OrderRejected | CancellationException e) {
      Throwable cause = e.getCause();
      out.println("  " + e.getMessage() + (cause == null ? "" : ": " + cause.getMessage()));
      TrackX.sendEvent(e, Map.of("orderId", order.id()));
    }
    // Other exceptions end this worker thread, and TrackX reports them as uncaught.
  }
}
