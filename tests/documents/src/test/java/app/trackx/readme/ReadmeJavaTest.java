package app.trackx.readme;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of all Java snippets in the README: each is compiled, with the declarations that it presupposes, and run. */
@Timeout(60)
class ReadmeJavaTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String IMPORTS = """
      import app.trackx.*;
      import app.trackx.local.*;
      import app.trackx.servlet.*;
      import jakarta.servlet.DispatcherType;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.*;
      import static org.assertj.core.api.Assertions.assertThat;
      """;

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
    Class<?> sample =
        compile("Sample", """
        static final Order order = new Order("4711");
        record Order(String id) {}
        static class PaymentException extends Exception {}
        static void chargeCard(Order order) throws PaymentException { throw new PaymentException(); }
        """ + snippet.replace(endpoint, "\"" + server.endpoint() + "\""));
    sample.getMethod("main", String[].class).invoke(null, (Object) new String[0]);

    assertThat(event().meta()).containsEntry("orderId", "4711");
    assertThat(event().name()).endsWith("PaymentException");
  }

  @Test
  void handlerAndScrubber_workAsDescribed() throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      run("static String tenant() { return \"acme\"; }", Readme.snippet("java", "tenant()"));
    } finally {
      System.setOut(out);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("[email]").doesNotContain("bob@");
  }

  @Test
  void otherCalls_run() throws Exception {
    System.setProperty("trackx.endpoint", server.endpoint());
    try {
      run("", Readme.snippet("java", "TrackX.setup();"));
    } finally {
      System.clearProperty("trackx.endpoint");
    }
    assertThat(TrackX.client().isEnabled()).isFalse();
  }

  @Test
  void testOfTheApplication_passes() throws Exception {
    String snippet = Readme.snippet("java", "TrackXLocal.start()");
    assertThat(snippet).contains("// …");
    run("", snippet.replace("// …", "TrackX.sendEvent(new IllegalStateException(\"boom\"));"));
  }

  @Test
  void everySnippet_isRunHere() {
    assertThat(Readme.snippets("java")).hasSize(4);
  }

  @Test
  void tableOfOptions_matchesTheBuilder() {
    Matcher row = Pattern.compile("^\\| [a-z]* ?\\| ((`\\w+`(, )?)+) \\|", Pattern.MULTILINE)
        .matcher(Readme.text());
    Set<String> named = new TreeSet<>();
    while (row.find()) {
      for (String name : row.group(1).split(", ")) {
        named.add(name.replace("`", ""));
      }
    }
    List<String> options = Arrays.stream(TrackXClient.Builder.class.getMethods())
        .filter(method -> method.getReturnType() == TrackXClient.Builder.class)
        .map(Method::getName)
        .toList();
    assertThat(named).containsExactlyInAnyOrderElementsOf(new TreeSet<>(options));
  }

  private void run(String members, String statements) throws Exception {
    compile(
            "Snippet",
            members + " public static void run(String endpoint) throws Exception {\n" + statements
                + "\n}")
        .getMethod("run", String.class)
        .invoke(null, server.endpoint());
  }

  private Class<?> compile(String name, String body) throws Exception {
    return Compiler.compile(
        directory, name, IMPORTS + "public class " + name + " {\n" + body + "}");
  }

  private Event event() {
    assertThat(TrackX.flush(PATIENCE)).isTrue();
    assertThat(server.events()).hasSize(1);
    return server.events().get(0);
  }
}
