package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Exceptions that leave the chain. */
@Tag("container")
class ThrownTest {
  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void exception_isAnEvent() {
    site.servlet("/orders", (request, response) -> {
          throw new IllegalStateException("no stock");
        })
        .start();

    assertThat(site.get("/orders").statusCode()).isEqualTo(500);
    Event event = site.event();
    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.message()).isEqualTo("no stock");
    assertThat(event.type()).isEqualTo(1);
  }
}
