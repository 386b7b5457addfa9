package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Errors that say where or why they happened in another way than most. */
@SuppressWarnings("serial")
@NullUnmarked
class FramelessErrorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FakeTransport transport = new FakeTransport();
  private final TrackXClient client =
      TrackXClient.builder(FakeTransport.ENDPOINT).transport(transport).build();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void sentFromOnePlace_withAnyMessage_isOneIssue_butForTheFirst() {
    class First extends NoFrames {}
    client.sendEvent(new First());
    flush();
    for (int i = 1; i <= 5; i++) {
      client.sendEvent(new First().saying("order " + i + " failed"));
      flush();
    }

    List<String> stacks = stacks();
    assertThat(stacks.subList(1, stacks.size()).stream().distinct()).hasSize(1);
    assertThat(stacks.get(0)).endsWith("$1First.<init> (app/trackx/FramelessErrorTest.java:0)");
    assertThat(stacks.get(1))
        .startsWith(stacks.get(0) + "\n    ... no stack trace; captured here:\n"
            + "    at app.trackx.FramelessErrorTest.sentFromOnePlace_with")
        .doesNotContain("app.trackx.TrackXClient", "app.trackx.internal");
    assertThat(uris().get(1)).startsWith("java:app.trackx.FramelessErrorTest.sentFromOnePlace_");
  }

  @Test
  void sentFromTwoPlaces_isTwoIssues() {
    class Second extends NoFrames {}
    client.sendEvent(new Second());
    flush();
    client.sendEvent(new Second());
    client.sendEvent(new Second());
    flush();

    assertThat(Set.copyOf(stacks())).hasSize(3);
  }

  @Test
  void captured_byAnAdapterThatKnowsThePlace_hasThat() {
    client
        .capture(EventType.CUSTOM_LOGGER)
        .reason(new NoFrames())
        .callSite(
            new StackTraceElement[] {new StackTraceElement("com.acme.Shop", "pay", "Shop.java", 42)
            })
        .send();
    flush();

    assertThat(stacks().get(0)).endsWith("    at com.acme.Shop.pay (com/acme/Shop.java:42)");
  }

  @Test
  void captured_byAnAdapterOnAnotherThread_hasNoPlace() {
    class Third extends NoFrames {}
    for (int i = 0; i < 2; i++) {
      client
          .capture(EventType.CUSTOM_LOGGER)
          .reason(new Third())
          .callSite(new StackTraceElement[0])
          .send();
      flush();
    }

    assertThat(stacks())
        .allSatisfy(stack -> assertThat(stack).endsWith("FramelessErrorTest.java:0)"));
  }

  @Test
  void uncaught_isOneIssueForItsClass() {
    class Fourth extends NoFrames {}
    for (int i = 0; i < 2; i++) {
      client.delivery.recorder.uncaughtException(
          Thread.currentThread(), new Fourth().saying("order " + i + " failed"));
      flush();
    }

    assertThat(Set.copyOf(stacks()))
        .singleElement()
        .asString()
        .endsWith("$1Fourth.<init> (app/trackx/FramelessErrorTest.java:0)");
  }

  @Test
  void wrapperWithFrames_staysAsItIs() {
    client.sendEvent(new IllegalStateException("outer", new NoFrames()));
    flush();

    assertThat(stacks().get(0))
        .startsWith("app.trackx.FramelessErrorTest$NoFrames\nWrapped by: java.lang.Ill")
        .doesNotContain("<init>");
  }

  @Test
  void twoNullPointerExceptionsWithoutFrames_ofTwoPlaces_areTwoIssues() {
    NullPointerException one = new NullPointerException();
    one.setStackTrace(new StackTraceElement[0]);
    client.sendEvent(one);
    client.sendEvent(one);
    flush();

    assertThat(Set.copyOf(stacks())).hasSize(2);
  }

  @Test
  void errorThatTellsInItsText_isNotSilent() {
    client.sendEvent(new RuntimeException() {
      @Override
      public String toString() {
        return getClass().getName() + ": cart 17 is empty";
      }
    });
    client.sendEvent(new RuntimeException() {
      @Override
      public String getLocalizedMessage() {
        return "der Warenkorb ist leer";
      }
    });
    flush();

    assertThat(transport.bodies().get(0)).contains("\"message\":\"cart 17 is empty\"");
    assertThat(transport.bodies().get(1)).contains("\"message\":\"der Warenkorb ist leer\"");
  }

  @Test
  void codes_areSent_ofTheErrorAndOfItsCauses() {
    client.sendEvent(new IllegalStateException("outer", new SQLException("x", "23505", 7)));
    client.sendEvent(new SQLException("y", "40001", 0));
    flush();

    assertThat(transport.bodies().get(0))
        .contains("\"message\":\"x\",\"codes\":{\"sqlState\":\"23505\",\"vendorCode\":7}");
    assertThat(transport.bodies().get(1)).contains("\"codes\":{\"sqlState\":\"40001\"}");
  }

  @Test
  void codes_areScrubbed() {
    client.sendEvent(new SQLException("y", "a@b.example", 0));
    flush();

    assertThat(transport.bodies().get(0)).contains("\"codes\":{\"sqlState\":\"[email]\"}");
  }

  @Test
  void nextException_isAmongTheCauses() {
    BatchUpdateException batch = new BatchUpdateException("batch failed", new int[0]);
    batch.setNextException(new SQLException("duplicate key of jo@b.example", "23505", 7));
    client.sendEvent(batch);
    flush();

    assertThat(transport.bodies().get(0))
        .contains("{\"name\":\"java.sql.SQLException\",\"message\":\"duplicate key of [email]\","
            + "\"codes\":{\"sqlState\":\"23505\",\"vendorCode\":7},\"next\":true}");
  }

  @Test
  void longLineOfAHandler_isClipped() {
    try (TrackXClient other = TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(transport)
        .onError((event, reason) -> {
          event.setStack("a\n" + "x".repeat(5_000) + "\nb");
          return event;
        })
        .build()) {
      other.sendEvent(new IllegalStateException());
      assertThat(other.flush(PATIENCE)).isTrue();
    }

    assertThat(stacks()).containsExactly("a\n" + "x".repeat(1_000) + "\nb");
  }

  private void flush() {
    assertThat(client.flush(PATIENCE)).isTrue();
  }

  private List<String> stacks() {
    return all("stack");
  }

  private List<String> uris() {
    return all("uri");
  }

  private List<String> all(String field) {
    return transport.bodies().stream()
        .map(body -> (JsonObject) JsonParser.parseString(body))
        .map(event -> event.get(field).getAsString())
        .collect(Collectors.toList());
  }

  private static class NoFrames extends RuntimeException {
    private String message;

    NoFrames() {
      super(null, null, false, false);
    }

    NoFrames saying(String text) {
      message = text;
      return this;
    }

    @Override
    public String getMessage() {
      return message;
    }
  }
}
