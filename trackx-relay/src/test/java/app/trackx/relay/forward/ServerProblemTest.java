package app.trackx.relay.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class ServerProblemTest {
  private static String inWords(IOException failure) {
    return ServerProblem.inWords("https://api.example.com", Duration.ofSeconds(10), failure);
  }

  @Test
  void causes_areToldApart() {
    assertThat(inWords(new IOException(new UnknownHostException("api.example.com"))))
        .isEqualTo(
            "The host name in https://api.example.com is unknown to DNS. Check it for typing errors.");
    assertThat(inWords(new IOException(new ConnectException("refused"))))
        .startsWith("Nothing listens at https://api.example.com.");
    assertThat(inWords(new SSLHandshakeException("expired"))).contains("(expired)");
    assertThat(inWords(new SocketTimeoutException())).contains("did not answer within 10 s");
    assertThat(inWords(new IOException("broken"))).contains("broken");
  }
}
