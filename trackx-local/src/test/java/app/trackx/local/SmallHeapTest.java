package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests with events of 1 MB each that take many times their size when parsed. */
class SmallHeapTest {
  private static final int SIZE = 1_000_000;
  private static final int CONNECTIONS = 4;
  private static final int EVENTS = 12;

  /** The content of the events. */
  enum Kind {
    EMPTY_LISTS(i -> list("[]")),
    LISTS(i -> list("[0]")),
    MAPS_OF_TINY_KEYS(i -> list("{\"\":0}")),
    KEYS(i -> "{\"meta\":{\"a\":{" + numbered("\"%\":0", SIZE) + "}}}"),
    SMALL_STRINGS(i -> list("\"é\"")),
    DEEP_LISTS(i -> list("[".repeat(900) + "]".repeat(900))),
    ISSUES(i -> "{\"message\":\"" + i + "\",\"meta\":{\"a\":\"" + "世".repeat(SIZE / 3) + "\"}}"),
    FRAMES(i -> "{\"stack\":\"" + ("at a" + i + "." + "x".repeat(3000) + " (b:1)\\n").repeat(40)
        + "\",\"meta\":{\"a\":\"" + "x".repeat(SIZE - 300_000) + "\"}}"),
    LONG_PATHS(i -> "{\"meta\":{\"" + "n".repeat(SIZE / 2) + "\":{"
        + numbered("\"%\":\"a@b.com\"", SIZE / 2) + "}}}");

    private final IntFunction<String> json;

    Kind(IntFunction<String> json) {
      this.json = json;
    }
  }

  private static String list(String element) {
    int count = SIZE / (element.getBytes(StandardCharsets.UTF_8).length + 1);
    return "{\"meta\":{\"a\":[" + (element + ",").repeat(count - 1) + element + "]}}";
  }

  private static String numbered(String member, int size) {
    StringBuilder members = new StringBuilder();
    for (int i = 0; members.length() < size - 100; i++) {
      members.append(members.length() == 0 ? "" : ",").append(member.replace("%", "k" + i));
    }
    return members.toString();
  }

  private static Program start(String... args) throws Exception {
    return Program.start(
        List.of(
            "-Xmx192m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            SeparateJvmTest.classPath(),
            "app.trackx.local.Main"),
        args);
  }

  /** Sends events from several clients concurrently. */
  private static void send(URI endpoint, Kind kind) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        int first = i;
        sent.add(clients.submit((Callable<?>) () -> {
          try (RawHttp http = new RawHttp(endpoint.getPort())) {
            for (int event = first; event < EVENTS; event += CONNECTIONS) {
              String path = endpoint.getPath() + "/event";
              String json = kind.json.apply(event);
              assertThat(http.request("POST", path, RawHttp.BROWSER, json).text())
                  .isEqualTo("ok");
            }
          }
          return null;
        }));
      }
      for (Future<?> client : sent) {
        client.get(120, TimeUnit.SECONDS);
      }
    } finally {
      clients.shutdownNow();
    }
  }

  /** Sends a GET request on a new connection, because the server closes idle ones. */
  private static String get(URI endpoint, String path) throws IOException {
    try (RawHttp http = new RawHttp(endpoint.getPort())) {
      return http.get(path).text();
    }
  }

  /** Sends all kinds to one server: the memory left occupied by one must leave room for the next. */
  @Test
  void largeEvents_fitIntoASmallHeap() throws Exception {
    try (Program program = start("--port", "0")) {
      program.line();
      URI endpoint = program.address();
      int sent = 0;
      for (Kind kind : Kind.values()) {
        send(endpoint, kind);
        sent += EVENTS;
        assertThat(get(endpoint, "/api/issues")).as("%s", kind).contains("\"events\":" + sent);
        String last = get(endpoint, "/api/events/" + (sent - 1));
        assertThat(last).as("%s", kind).contains("\"json\":");
      }
    }
  }

  @Test
  void largeEvents_onDisk_fitIntoASmallHeapAgain(@TempDir Path folder) throws Exception {
    for (Kind kind : new Kind[] {Kind.ISSUES, Kind.EMPTY_LISTS, Kind.MAPS_OF_TINY_KEYS}) {
      try (Program program = start("--port=0", "--data=" + folder)) {
        program.line();
        URI endpoint = program.address();
        send(endpoint, kind);
        assertThat(get(endpoint, "/api/issues")).contains("\"message\":");
        assertThat(program.interrupt()).isLessThan(20);
      }
    }
  }
}
