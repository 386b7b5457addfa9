package app.trackx.readme;

import static app.trackx.local.junit.TrackXAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.RateLimit;
import app.trackx.Scrubber;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.local.junit.TrackXLocalExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example test of docs/LOCAL.md, run with the client. */
class LocalExtensionTest {
  @RegisterExtension
  static TrackXLocalExtension trackx = new TrackXLocalExtension();

  private final Shop shop = new Shop();

  @BeforeAll
  static void setUp() {
    TrackX.setup(TrackXClient.builder(trackx.endpoint()).rateLimit(RateLimit.none()));
  }

  @AfterEach
  void flush() {
    TrackX.flush(Duration.ofSeconds(5));
  }

  @AfterAll
  static void close() {
    TrackX.close();
  }

  @Test
  void failedPayment_isReported_withoutTheCustomer() {
    shop.pay("bob@example.com");
    assertThat(trackx).hasIssue(IllegalStateException.class).inMethod("pay");
    assertThat(trackx).nothingLeaves("bob@example.com");
  }

  @Test
  void unscrubbedCustomer_isFound() {
    try (TrackXClient careless =
        TrackXClient.builder(trackx.endpoint()).scrubber(Scrubber.none()).build()) {
      careless.sendEvent(new IllegalStateException("no card of bob@example.com"));
      assertThatThrownBy(() -> assertThat(trackx).nothingLeaves("bob@example.com"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("bob@example.com");
    }
  }

  @Test
  void documentation_showsThatTest() throws Exception {
    String shown =
        Files.readString(Path.of("").toAbsolutePath().getParent().resolveSibling("docs/LOCAL.md"));
    assertThat(shown)
        .contains(
            "static TrackXLocalExtension trackx = new TrackXLocalExtension();",
            "TrackX.setup(TrackXClient.builder(trackx.endpoint()).rateLimit(RateLimit.none()));",
            "TrackX.flush(Duration.ofSeconds(5));",
            "assertThat(trackx).hasIssue(IllegalStateException.class).inMethod(\"pay\");",
            "assertThat(trackx).nothingLeaves(\"bob@example.com\");");
  }

  private static final class Shop {
    void pay(String customer) {
      TrackX.sendEvent(new IllegalStateException("no card of " + customer));
    }
  }
}
