package app.trackx.local.internal.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.local.RawHttp;
import app.trackx.local.SourceHost;
import app.trackx.local.TrackXLocal;
import app.trackx.local.internal.json.JsonReader;
import app.trackx.local.internal.stack.StackFrame;
import app.trackx.local.internal.stack.StackReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SourceFilesTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(20);

  private SourceHost host;

  @BeforeEach
  void start() throws IOException {
    host = new SourceHost();
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://git.example.com/shop/raw/A.java",
        "https://git.example.com/shop/raw/main/com/acme/G%C3%B6.kt",
        "http://localhost:8080/A.java"
      })
  void urlWithAPrefix_isCovered(String url) {
    assertThat(prefixes().covers(url)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com/acme/A.java",
        "/etc/passwd",
        "file:///etc/passwd",
        "https://git.example.com/shop/rawer/A.java",
        "https://git.example.com/shop/raw",
        "https://git.example.com/other/A.java",
        "http://git.example.com/shop/raw/A.java",
        "https://git.example.com@evil.example/shop/raw/A.java",
        "https://evil.example/https://git.example.com/shop/raw/A.java",
        "http://localhost:8080@evil.example/A.java",
        "http://localhost:80801/A.java",
        "https://git.example.com/shop/raw/../../admin",
        "https://git.example.com/shop/raw/..",
        "https://git.example.com/shop/raw/./A.java",
        "https://git.example.com/shop/raw/%2e%2e/%2E%2E/admin",
        "https://git.example.com/shop/raw/..%2fadmin",
        "https://git.example.com/shop/raw/..\\admin",
        "https://git.example.com/shop/raw/A.java?delete=1",
        "https://git.example.com/shop/raw/A.java#x",
      })
  void otherUrl_isNotCovered(String url) {
    assertThat(prefixes().covers(url)).isFalse();
  }

  private static SourceFiles prefixes() {
    return new SourceFiles(List.of("https://git.example.com/shop/raw/", "http://localhost:8080/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "git.example.com",
        "ftp://git.example.com/",
        "file:///home/",
        "https://",
        "https:///x",
        "https://bob:secret@git.example.com/",
        "https://git.example.com/?x",
        "https://git.example.com/#x",
        "https://git.example.com/../x",
        "https://git example.com/"
      })
  void malformedPrefix_throws(String prefix) {
    assertThatThrownBy(() -> TrackXLocal.builder().sourceFrom(prefix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--source-from must be")
        .message()
        .doesNotContain("secret");
  }

  @Test
  void withoutPrefix_nothingIsRequested() throws IOException {
    host.file("/A.java", SourceHost.lines(20));
    try (TrackXLocal server = TrackXLocal.start();
        RawHttp http = new RawHttp(server.port())) {
      http.event(server, stack("at a.A.pay (" + host.url("/A.java") + ":7)"));

      assertThat(json(http, "/api/events/0").get("sources")).isEqualTo("off");
      assertThat(json(http, "/api/events/0/sources").get("sources")).isEqualTo(List.of());
      assertThat(host.requests).isEmpty();
    }
  }

  @Test
  void linesOfFrames_areSent_fiveEitherSide() throws IOException {
    host.file("/src/A.java", SourceHost.lines(20).replace("\n", "\r\n"));
    host.file("/src/B.java", "first\nsecond\n");
    try (TrackXLocal server = TrackXLocal.builder().sourceFrom(host.url("/src")).start();
        RawHttp http = new RawHttp(server.port())) {
      http.event(
          server,
          stack(String.join(
              "\\n",
              "at a.A.pay (" + host.url("/src/A.java") + ":7)",
              "at a.B.pay (" + host.url("/src/B.java") + ":2)",
              "at a.C.pay (com/acme/C.java:2)",
              "at a.A.run (" + host.url("/src/A.java") + ":0)",
              "at a.B.run (" + host.url("/src/B.java") + ":3)",
              "at a.D.run (" + host.url("/src/D.java") + ":3)",
              "at a.E.run (" + host.url("/E.java") + ":3)")));

      assertThat(json(http, "/api/events/0").get("sources")).isEqualTo("shown");
      List<?> sources = (List<?>) json(http, "/api/events/0/sources").get("sources");
      assertThat(sources.get(0))
          .isEqualTo(source(
              0, 7, 2, "line 2", "line 3", "line 4", "line 5", "line 6", "line 7", "line 8",
              "line 9", "line 10", "line 11", "line 12"));
      assertThat(sources.get(1)).isEqualTo(source(1, 2, 1, "first", "second"));
      assertThat(sources.get(2).toString()).contains("frame=4", "fewer lines", "lines=[]");
      assertThat(sources.get(3).toString()).contains("frame=5", "fault=HTTP 404");
      assertThat(sources).hasSize(4);
      assertThat(host.requests).containsExactly("/src/A.java", "/src/B.java", "/src/D.java");
    }
  }

  private static Map<String, Object> source(int frame, int line, int first, String... lines) {
    Map<String, Object> source = new HashMap<>();
    source.put("frame", (long) frame);
    source.put("fault", null);
    source.put("line", (long) line);
    source.put("first", (long) first);
    source.put("lines", List.of(lines));
    return source;
  }

  private static String stack(String frames) {
    return "{\"name\":\"Boom\",\"stack\":\"" + frames + "\"}";
  }

  private static Map<?, ?> json(RawHttp http, String path) throws IOException {
    RawHttp.Response response = http.get(path);
    assertThat(response.status()).isEqualTo(200);
    return (Map<?, ?>) JsonReader.read(response.text());
  }

  private SourceFile get(String path) {
    SourceFiles files = new SourceFiles(List.of(host.url("/src/")));
    try (SourceFetch fetch = new SourceFetch(files::covers)) {
      return fetch.get(host.url(path), LONG);
    }
  }

  @Test
  void redirect_withinThePrefix_isFollowed_andNoOther() {
    host.file("/src/new/A.java", "text");
    host.file("/secret", "secret");
    host.redirect("/src/A.java", host.url("/src/new/A.java"));
    host.redirect("/src/B.java", "new/A.java");
    host.redirect("/src/C.java", host.url("/secret"));
    host.redirect("/src/D.java", "../secret");
    host.redirect("/src/E.java", "E.java");
    host.redirect("/src/F.java", "file:///etc/passwd");

    assertThat(get("/src/A.java").around(1)).containsExactly("text");
    assertThat(get("/src/B.java").around(1)).containsExactly("text");
    for (String path : List.of("/src/C.java", "/src/D.java", "/src/F.java")) {
      assertThat(get(path).fault()).startsWith("redirected to a URL that does not begin");
    }
    assertThat(get("/src/E.java").fault()).isEqualTo("redirected more than 3 times");
    assertThat(host.requests).doesNotContain("/secret").hasSize(2 + 2 + 1 + 1 + 1 + 4);
  }

  @Test
  void fileThatIsTooLarge_isNotKept() {
    host.answer(
        "/src/A.java", SourceHost.answer(200, "text/plain", "x".repeat(SourceFetch.MAX_BYTES)));
    host.answer(
        "/src/B.java", SourceHost.answer(200, "text/plain", "x".repeat(SourceFetch.MAX_BYTES + 1)));
    host.answer("/src/C.java", exchange -> {
      exchange.sendResponseHeaders(200, 0); // of unknown length
      OutputStream out = exchange.getResponseBody();
      byte[] bytes = new byte[1 << 16];
      for (int i = 0; i < 1 << 14; i++) { // a gigabyte, unless the connection is closed
        out.write(bytes);
      }
    });

    assertThat(get("/src/A.java").around(1))
        .singleElement()
        .asString()
        .hasSize(301)
        .endsWith("…");
    assertThat(get("/src/B.java").fault()).contains("more than 1048576 bytes");
    assertThat(get("/src/C.java").fault()).contains("more than 1048576 bytes");
  }

  @Test
  void hostThatStalls_beforeOrWithinTheResponse_isGivenUp() {
    host.answer("/src/A.java", exchange -> host.stall());
    host.answer("/src/B.java", exchange -> {
      exchange.sendResponseHeaders(200, 1_000);
      exchange.getResponseBody().write('x');
      exchange.getResponseBody().flush();
      host.stall();
    });
    SourceFiles files = new SourceFiles(List.of(host.url("/src/")));
    try (SourceFetch fetch = new SourceFetch(files::covers)) {
      for (String path : List.of("/src/A.java", "/src/B.java")) {
        assertThat(fetch.get(host.url(path), TimeUnit.MILLISECONDS.toNanos(300)).fault())
            .isEqualTo("no complete response in time");
      }
    }
  }

  @Test
  void pageOrBinary_isNoSource() {
    host.answer("/src/A.java", SourceHost.answer(200, "text/html; charset=utf-8", "<html>login"));
    host.answer("/src/B.java", SourceHost.answer(200, "application/octet-stream", "a\0b"));

    assertThat(get("/src/A.java").fault()).startsWith("an HTML page");
    assertThat(get("/src/B.java").fault()).isEqualTo("not a text file");
    assertThat(get("/src/A B.java").fault()).isEqualTo("not a valid URL");
  }

  @Test
  void hostThatIsDown_isAFault() {
    host.close();

    assertThat(get("/src/A.java").fault()).startsWith("the request failed: ");
  }

  @Test
  void file_isRequestedOnce_forManyFrames() {
    host.file("/src/A.java", SourceHost.lines(9));
    try (SourceFiles files = new SourceFiles(List.of(host.url("/src/")))) {
      StackFrame frame =
          StackReader.read("at a.A.b (" + host.url("/src/A.java") + ":3)").get(0);

      assertThat(files.of(List.of(frame, frame)))
          .extracting(f -> f.around(9).size())
          .contains(6);
      files.of(List.of(frame));
      assertThat(host.requests).hasSize(1);
    }
  }

  /** A host that stalls must not take all workers of the server. */
  @Test
  void moreThanFourReaders_areTurnedAway() throws Exception {
    host.answer("/src/A.java", exchange -> host.stall());
    ExecutorService readers = Executors.newFixedThreadPool(12);
    try (SourceFiles files = new SourceFiles(List.of(host.url("/src/")))) {
      StackFrame frame =
          StackReader.read("at a.A.b (" + host.url("/src/A.java") + ":3)").get(0);
      List<Callable<Object>> tasks = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        tasks.add(() -> String.valueOf(files.of(List.of(frame))));
      }
      int turnedAway = 0;
      for (Future<Object> done : readers.invokeAll(tasks, 30, TimeUnit.SECONDS)) {
        turnedAway += done.get().equals("null") ? 1 : 0;
      }

      assertThat(turnedAway).isEqualTo(8);
    } finally {
      readers.shutdownNow();
    }
  }
}
