package app.trackx.relay.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.relay.testing.Requests;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReceivedTest {
  @Test
  void serializedForm_readsTheSame() throws IOException {
    Received event = Requests.event(1, "{\"message\":\"für 😀\"}");

    assertThat(Received.of(event.toBytes())).isEqualTo(event).hasSameHashCodeAs(event);
    assertThat(Received.of(Requests.ping(2).toBytes())).isEqualTo(Requests.ping(2));
  }

  @Test
  void serializedForm_cutAnywhere_isAnIoException() {
    byte[] bytes = Requests.event(1, "{}").toBytes();

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Received.of(cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void otherVersion_isAnIoException() {
    byte[] bytes = Requests.event(1, "{}").toBytes();
    bytes[0] = 2;

    assertThatThrownBy(() -> Received.of(bytes)).isInstanceOf(IOException.class);
  }

  @Test
  void toString_showsNoSecret() {
    assertThat(Requests.event(1, "{\"message\":\"m\"}").toString())
        .doesNotContain(Requests.KEY)
        .doesNotContain("m\"");
  }
}
