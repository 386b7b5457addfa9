package app.trackx.local.junit;

import static app.trackx.local.junit.TrackXAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.local.TrackXLocal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TrackXLocalAssertTest {
  @RegisterExtension
  static final TrackXLocalExtension trackx = new TrackXLocalExtension(Duration.ofSeconds(20));

  private final TrackXLocalAssert impatient =
      new TrackXLocalAssert(trackx.server(), Duration.ofMillis(50));

  private static void send(String json) {
    Sender.send(trackx.endpoint(), json);
  }

  private static void fails(ThrowingCallable assertion, String message) {
    assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessage(message);
  }

  @Test
  void issue_isWaitedFor() {
    CompletableFuture<Void> late = CompletableFuture.runAsync(
            () -> send("{\"name\":\"java.lang.IllegalStateException\"}"))
        .thenRun(() -> send(Sender.BOOM))
        .thenRun(() -> send(Sender.BOOM));
    assertThat(trackx)
        .hasIssue(IllegalStateException.class)
        .inMethod("pay")
        .inMethod("Shop.pay")
        .inMethod("com.acme.Shop.pay")
        .withMessage("stock")
        .withEvents(2)
        .withMeta("order", 17);
    assertThat(trackx).hasIssues(2).nothingLeaves("alice@example.com");
    assertThat(late).isCompleted();
  }

  @Test
  void missingIssue_failsWithWhatWasReceived() {
    fails(
        () -> impatient.hasIssue(IllegalStateException.class),
        "Expecting an issue java.lang.IllegalStateException, but after 50 ms nothing was received."
            + " Is the client set up with the endpoint of this server, which is at port "
            + trackx.server().port()
            + ", does it still run, or does its rateLimit hold events back?");
    send(Sender.BOOM);
    fails(
        () -> impatient
            .as("the order")
            .hasIssue(IllegalStateException.class)
            .inMethod("ay")
            .withMessage("x"),
        "[the order] Expecting an issue java.lang.IllegalStateException in method ay, but after"
            + " 50 ms what was received is:\n"
            + "  java.lang.IllegalStateException: no stock (1 event)\n"
            + "    at com.acme.Shop.pay (com/acme/Shop.java:7)");
  }

  @Test
  void manyIssues_areNotAllShown() {
    for (int i = 0; i < 12; i++) {
      send("{\"message\":\"" + i + "m".repeat(300) + "\"}");
    }
    assertThatThrownBy(impatient::hasNoIssues)
        .hasMessageStartingWith("Expecting 0 issues, but what was received is:\n  null: 11mmm")
        .hasMessageContaining("mm… (1 event)")
        .hasMessageEndingWith("and 2 other issues");
  }

  @Test
  void wrongMetaAndCount_fail() {
    send(Sender.BOOM);
    IssueAssert issue = impatient.hasIssue(IllegalStateException.class);
    assertThatThrownBy(() -> issue.withMeta("order", 18)).hasMessageContaining("meta order = 18");
    assertThatThrownBy(() -> issue.withEvents(2)).hasMessageContaining("with 2 events");
    assertThatThrownBy(() -> impatient.hasIssues(2)).hasMessageStartingWith("Expecting 2 issues");
  }

  @Test
  void textThatLeaves_isFoundWhereverItIs() {
    send(Sender.BOOM);
    fails(
        () -> impatient.nothingLeaves("alice@example.com", "bob@example.com"),
        "Expecting that nothing leaves with \"bob@example.com\", but event 1 of 1 has it in"
            + " meta.user.mail: \"Bob@Example.com\"");
    trackx.server().clear();
    send(
        "{\"name\":\"a\",\"uri\":\"http://x/?m=bob%40example.com\",\"meta\":{\"l\":[{\"Zoë\":1}]}}");
    assertThatThrownBy(() -> impatient.nothingLeaves("bob@example.com"))
        .hasMessageContaining("has it in uri: \"http://x/?m=bob%40");
    assertThatThrownBy(() -> impatient.nothingLeaves("zoë"))
        .hasMessageContaining("has it in the name of meta.l[0].Zoë");
    trackx.server().clear();
    send("{\"message\":\"" + "m".repeat(99) + " b\\u006fb " + "n".repeat(99) + "\"}");
    assertThatThrownBy(() -> impatient.nothingLeaves("bob"))
        .hasMessageEndingWith(
            "has it in message: \"…" + "m".repeat(59) + " bob " + "n".repeat(59) + "…\"");
  }

  @Test
  void nothingLeaves_provesNothingWithoutAnEvent() {
    assertThatThrownBy(() -> impatient.nothingLeaves("bob"))
        .hasMessageStartingWith(
            "Expecting an event that could hold [bob], but nothing was received.");
    assertThatThrownBy(() -> impatient.nothingLeaves("")).hasMessage("nothing to look for: []");
    assertThatThrownBy(impatient::nothingLeaves).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noIssues_whenNothingCame_orAServerOfOnesOwn() {
    impatient.hasNoIssues();
    try (TrackXLocal own = TrackXLocal.start()) {
      Sender.send(own.endpoint(), "{\"name\":\"Own\"}");
      assertThat(own).hasIssue("Own").withEvents(1);
    }
  }
}
