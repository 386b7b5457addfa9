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
  void missingIssue_failsWithTheReceivedIssues() {
    fails(
        () -> impatient.hasIssue(IllegalStateException.class),
        "Expecting an issue java.lang.IllegalStateException, but after 50 ms the server on port "
            + trackx.server().port()
            + " received no events. Check that the client is set up with this server's endpoint, is not"
            + " shut down, and is not held back by its rateLimit.");
    send(Sender.BOOM);
    fails(
        () -> impatient
            .as("the order")
            .hasIssue(IllegalStateException.class)
            .inMethod("ay")
            .withMessage("x"),
        "[the order] Expecting an issue java.lang.IllegalStateException in method ay, but after"
            + " 50 ms the server received:\n"
            + "  java.lang.IllegalStateException: no stock (1 event)\n"
            + "    at com.acme.Shop.pay (com/acme/Shop.java:7)");
  }

  @Test
  void manyIssues_areNotAllShown() {
    for (int i = 0; i < 12; i++) {
      send("{\"message\":\"" + i + "m".repeat(300) + "\"}");
    }
    assertThatThrownBy(impatient::hasNoIssues)
        .hasMessageStartingWith("Expecting 0 issues, but the server received:\n  null: 11mmm")
        .hasMessageContaining("mm… (1 event)")
        .hasMessageEndingWith("and 2 more issues");
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
  void nothingLeaves_findsTextInAnyProperty() {
    send(Sender.BOOM);
    fails(
        () -> impatient.nothingLeaves("alice@example.com", "bob@example.com"),
        "Expecting no event to contain \"bob@example.com\", but event 1 of 1 contains it in"
            + " meta.user.mail: \"Bob@Example.com\"");
    trackx.server().clear();
    send(
        "{\"name\":\"a\",\"uri\":\"http://x/?m=bob%40example.com\",\"meta\":{\"l\":[{\"Zoë\":1}]}}");
    assertThatThrownBy(() -> impatient.nothingLeaves("bob@example.com"))
        .hasMessageContaining("contains it in uri: \"http://x/?m=bob%40");
    assertThatThrownBy(() -> impatient.nothingLeaves("zoë"))
        .hasMessageContaining("contains it in the name of meta.l[0].Zoë");
    trackx.server().clear();
    send("{\"message\":\"" + "m".repeat(99) + " b\\u006fb " + "n".repeat(99) + "\"}");
    assertThatThrownBy(() -> impatient.nothingLeaves("bob"))
        .hasMessageEndingWith(
            "contains it in message: \"…" + "m".repeat(59) + " bob " + "n".repeat(59) + "…\"");
  }

  @Test
  void nothingLeaves_failsWithoutAnEvent() {
    assertThatThrownBy(() -> impatient.nothingLeaves("bob"))
        .hasMessageStartingWith("Expecting an event to search for [bob], but the server on port ");
    assertThatThrownBy(() -> impatient.nothingLeaves(""))
        .hasMessage("texts is empty or contains an empty text: []");
    assertThatThrownBy(impatient::nothingLeaves).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void server_canBeAssertedOn_likeAnExtension() {
    impatient.hasNoIssues();
    try (TrackXLocal own = TrackXLocal.start()) {
      Sender.send(own.endpoint(), "{\"name\":\"Own\"}");
      assertThat(own).hasIssue("Own").withEvents(1);
    }
  }
}
