package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of all Java snippets in the README: each is compiled, with the declarations that it presupposes, and run. */
@Timeout(60)
class ReadmeJavaTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TrackXLocal server = TrackXLocal.start();

  @TempDir
  Path directory;

  @AfterEach
  void close() {
    TrackX.close();
    server.close();
  }

  @Test
  void sample_reportsItsException() throws Exception {
    String snippet = Readme.snippet("java", "chargeCard");
    String endpoint = "\"https://api.trackx.example.com/v1/1dk93jd8sk2\"";
    assertThat(snippet).contains(endpoint);
    String[] importsAndMain = snippet.split("\n\n", 2);
    assertThat(importsAndMain[0]).isEqualTo("import app.trackx.TrackX;");
    Class<?> sample = new JavaSnippets(directory)
        .compile(
            "Sample",
            importsAndMain[0] + "\n",
            """
        static final Order order = new Order("4711");
        record Order(String id) {}
        static class PaymentException extends Exception {}
        static void chargeCard(Order order) throws PaymentException { throw new PaymentException(); }
        """ + importsAndMain[1].replace(endpoint, "\"" + server.endpoint() + "\""));
    sample.getMethod("main", String[].class).invoke(null, (Object) new String[0]);

    assertThat(event().meta()).containsEntry("orderId", "4711");
    assertThat(event().name()).endsWith("PaymentException");
  }

  @Test
  void testOfTheApplication_passes() throws Exception {
    String snippet = Readme.snippet("java", "TrackXLocal.start()");
    assertThat(snippet).contains("// …");
    new JavaSnippets(directory)
        .run(
            server.endpoint(),
            "",
            snippet.replace("// …", "TrackX.sendEvent(new IllegalStateException(\"boom\"));"));
  }

  @Test
  void everySnippet_isRunHere() {
    assertThat(Readme.snippets("java")).hasSize(2);
  }

  private Event event() {
    assertThat(TrackX.flush(PATIENCE)).isTrue();
    assertThat(server.events()).hasSize(1);
    return server.events().get(0);
  }
}
