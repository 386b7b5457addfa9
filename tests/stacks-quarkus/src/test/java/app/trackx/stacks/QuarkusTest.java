package app.trackx.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.io.BufferedReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs an application of Quarkus, in JVM mode, in a process of its own. */
@Timeout(120)
class QuarkusTest {
  private static final Pattern ADDRESS = Pattern.compile("Listening on: http://localhost:(\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void failedRequest_arrivesOnce_withTheRequest() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      Process application = start(server.endpoint());
      try (BufferedReader output = application.inputReader(StandardCharsets.UTF_8)) {
        int port = port(output);
        assertThat(get(port, "/orders/order-1734")).isEqualTo(500);
        assertThat(get(port, "/nowhere")).isEqualTo(404);
        assertThat(server.awaitEvents(1, PATIENCE)).isTrue();
        application.toHandle().destroy(); // closes the client: what it still has would arrive
        while (output.readLine() != null) {
          // until it has ended
        }
        assertThat(application.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      } finally {
        application.destroyForcibly();
      }
      assertThat(server.events()).hasSize(1);
      Event event = server.events().get(0);
      assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
      assertThat(event.meta().get("http"))
          .isEqualTo(Map.of("method", "GET", "route", "/orders/{id}", "status", 500L));
      assertThat(event.json()).doesNotContain("order-1734");
    }
  }

  private static Process start(String endpoint) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dquarkus.http.host=localhost");
    command.add("-Dquarkus.http.port=0");
    command.add("-jar");
    command.add("target/quarkus-app/quarkus-run.jar");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TRACKX_ENDPOINT", endpoint);
    return builder.start();
  }

  private static int port(BufferedReader output) throws Exception {
    StringBuilder printed = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      printed.append(line).append('\n');
      Matcher address = ADDRESS.matcher(line);
      if (address.find()) {
        return Integer.parseInt(address.group(1));
      }
    }
    throw new AssertionError("did not start: " + printed);
  }

  private static int get(int port, String path) throws Exception {
    HttpURLConnection connection = (HttpURLConnection)
        URI.create("http://localhost:" + port + path).toURL().openConnection();
    connection.setConnectTimeout(30_000);
    connection.setReadTimeout(30_000);
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
