package app.trackx.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import app.trackx.TrackX;
import app.trackx.local.Event;
import app.trackx.local.Frame;
import app.trackx.local.Issue;
import app.trackx.local.Session;
import app.trackx.local.TrackXLocal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs the quick start once and checks the server's contents and the output. */
class QuickstartTest {
  private static final String PACKAGE = "app.trackx.examples.quickstart.";

  private static TrackXLocal server;
  private static String printed;
  private static String errors;

  @BeforeAll
  static void run() throws Exception {
    server = TrackXLocal.start();
    PrintStream console = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      Main.run(server, new PrintStream(out, true, StandardCharsets.UTF_8));
    } finally {
      System.setErr(console);
    }
    printed = out.toString(StandardCharsets.UTF_8);
    errors = err.toString(StandardCharsets.UTF_8);
  }

  @AfterAll
  static void close() {
    TrackX.close();
    TrackX.meta().clear();
    server.close();
  }

  @Test
  void issues_oneForEachBug_howeverItsMessagesDiffer() {
    assertThat(server.issues())
        .extracting(Issue::name, Issue::message, Issue::eventCount)
        .containsExactly(
            tuple(PACKAGE + "OrderRejected", "order 1002 of [email] is not paid", 3),
            tuple("java.io.UncheckedIOException", "the stock for order 1006 is unknown", 1),
            tuple(PACKAGE + "OrderRejected", "order 1003 of [email] is not paid", 1));
  }

  @Test
  void topFrame_isWhereTheRootCauseWasThrown() {
    List<Frame> tops =
        server.issues().stream().map(issue -> issue.frames().get(0)).toList();

    assertThat(tops)
        .extracting(Frame::callee)
        .containsExactly(
            PACKAGE + "PaymentGateway.collect",
            PACKAGE + "OrderService.askTheWarehouse",
            PACKAGE + "PaymentGateway.authorize");
    assertThat(tops).allSatisfy(top -> assertThat(top.line()).isPositive());
    for (Frame top : tops) {
      String fileAndLine = top.file().replaceAll(".*/", "") + ":" + top.line();
      assertThat(printed).contains("at " + top.callee() + " (" + fileAndLine + ")");
    }
  }

  @Test
  void sessions_pingAndEventsAreOfOne() {
    assertThat(server.sessions()).extracting(Session::withError).containsExactly(true);
  }

  @Test
  void events_haveTheMetaOfTheCallAndOfTheApplication() {
    assertThat(server.events())
        .extracting(event -> event.meta().get("orderId"))
        .containsExactly(1002L, 1003L, 1004L, null, 1007L);
    assertThat(server.events())
        .allSatisfy(event -> assertThat(event.meta()).containsEntry("service", "orders"));
  }

  @Test
  void scrubbed_personalDataIsInNoEvent() {
    assertThat(server.events())
        .extracting(Event::json)
        .allSatisfy(json -> assertThat(json).doesNotContain("@example.com", "4000 0000", "4242"));
    assertThat(server.events().get(1).meta().get("causes"))
        .asString()
        .contains("the bank declined card [card]");
  }

  @Test
  void cancelled_isAbsent() {
    assertThat(server.events()).extracting(Event::json).noneMatch(json -> json.contains("1005"));
    assertThat(printed).contains("captured=6 sent=5 folded=0 cancelled=1 dropped={}");
  }

  @Test
  void uncaught_isStoredAndStillPrinted() {
    Event uncaught = server.events().get(3);

    assertThat(uncaught.type()).isEqualTo(1);
    assertThat(uncaught.meta()).containsEntry("thread", "order-worker-1006");
    assertThat(errors)
        .startsWith("Exception in thread \"order-worker-1006\" java.io.UncheckedIOException")
        .contains("Caused by: java.io.IOException: the warehouse closed the connection");
  }

  @Test
  void output_fitsAScreen() {
    List<String> lines = printed.lines().toList();

    assertThat(lines.size() + errors.lines().count()).isLessThan(45);
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
  }
}
