package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.local.internal.store.IssueStatus;
import app.trackx.local.internal.store.StoredIssue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {
  @TempDir
  private Path folder;

  private TrackXLocal start() {
    return TrackXLocal.builder().dataDirectory(folder.resolve("data")).start();
  }

  private static void event(TrackXLocal server, String json) throws IOException {
    try (RawHttp http = new RawHttp(server.port())) {
      assertThat(http.event(server, json).text()).isEqualTo("ok");
    }
  }

  @Test
  void receivedData_isRestored() throws IOException {
    String path;
    try (TrackXLocal server = start();
        RawHttp http = new RawHttp(server.port())) {
      path = RawHttp.pathOf(server);
      http.ping(server, Map.of("Origin", "x", "User-Agent", "y"));
      event(server, "{\"name\":\"A\",\"stack\":\"at a.b (c:1)\"} ");
      event(server, "{\"name\":\"B\"}");
      event(server, "{\"stack\":\"at a.b (c:1)\"}");
    }
    try (TrackXLocal server = start()) {
      assertThat(RawHttp.pathOf(server)).isEqualTo(path);
      assertThat(server.sessions()).extracting(Session::withError).containsExactly(false, true);
      assertThat(server.events()).extracting(Event::name).containsExactly("A", "B", null);
      assertThat(server.events().get(0).json()).endsWith("} ");
      assertThat(server.events().get(0).os()).isEqualTo("Linux");
      assertThat(server.issues()).extracting(Issue::name).containsExactly("A", "B");
      event(server, "{\"name\":\"C\",\"stack\":\"at a.b (c:1)\"}");
      assertThat(server.issues().get(0).eventCount()).isEqualTo(3);
      assertThat(server.events())
          .extracting(e -> e.stored().serial())
          .containsExactly(0L, 1L, 2L, 3L);
    }
  }

  @Test
  void clear_clearsTheDirectory() throws IOException {
    try (TrackXLocal server = start()) {
      event(server, "{}");
      server.clear();
    }
    try (TrackXLocal server = start()) {
      assertThat(server.events()).isEmpty();
      assertThat(server.issues()).isEmpty();
      assertThat(server.sessions()).isEmpty();
    }
  }

  @Test
  void secondServer_isRejected_andAPortInUseReleasesTheDirectory() {
    try (TrackXLocal server = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("cannot store data in " + folder.resolve("data"))
          .hasRootCauseMessage("another server is using the directory");
      Path other = folder.resolve("other");
      TrackXLocal.Builder taken = TrackXLocal.builder().dataDirectory(other).port(server.port());
      assertThatThrownBy(taken::start).hasMessageContaining("on port " + server.port());
      taken.port(0).start().close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"event", "first", "issue", "session"})
  void damagedDatabase_isReported_andTheDirectoryIsReleased(String map) throws Exception {
    try (TrackXLocal server = start();
        RawHttp http = new RawHttp(server.port())) {
      http.event(server, "{\"name\":\"Boom\"}");
    }
    Path data = folder.resolve("data");
    shortenFirstRecord(map, 1);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(this::start)
          .isInstanceOf(UncheckedIOException.class)
          .hasRootCauseMessage(
              "the database cannot be read; move events.mv.db away to start with an empty one");
    }
    Files.move(data.resolve("events.mv.db"), folder.resolve("away"));
    start().close();
  }

  private void shortenFirstRecord(String map, int bytes) {
    Path data = folder.resolve("data/events.mv.db");
    try (MVStore file = MVStore.open(data.toString())) {
      MVMap<Long, byte[]> records = file.openMap(
          map,
          new MVMap.Builder<Long, byte[]>()
              .keyType(LongDataType.INSTANCE)
              .valueType(ByteArrayDataType.INSTANCE));
      byte[] record = records.get(records.firstKey());
      records.put(records.firstKey(), Arrays.copyOf(record, record.length - bytes));
    }
  }

  @Test
  void issueOfAnEarlierVersion_isOpen_withAnErrorForEachEvent() throws Exception {
    try (TrackXLocal server = start()) {
      event(server, "{\"name\":\"Boom\",\"meta\":{\"occurrences\":9}}");
    }
    shortenFirstRecord("issue", Long.BYTES + 2 + "OPEN".length() + 1); // errors, status, regressed
    try (TrackXLocal server = start()) {
      StoredIssue issue = server.issues().get(0).stored();
      assertThat(issue.errors()).isEqualTo(1);
      assertThat(issue.status()).isEqualTo(IssueStatus.OPEN);
      assertThat(issue.regressed()).isFalse();
    }
  }

  @Test
  void fileThatIsNotADatabase_isReported() throws Exception {
    start().close();
    Files.write(folder.resolve("data/events.mv.db"), new byte[20_000]);
    assertThatThrownBy(this::start)
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage(
            "the database cannot be read; move events.mv.db away to start with an empty one");
  }

  @Test
  void invalidKeyFile_isReported() throws IOException {
    start().close();
    for (String text : List.of("nonsense", "", "x".repeat(1_000_000))) {
      Files.writeString(folder.resolve("data/key"), text);
      assertThatThrownBy(this::start)
          .hasRootCauseMessage(
              "the file 'key' does not contain a valid key; delete it to create a new one");
    }
  }

  @Test
  void semicolonInTheName_isPartOfTheName() {
    Path odd = folder.resolve("a;INIT=x");
    TrackXLocal.builder().dataDirectory(odd).start().close();
    assertThat(odd.resolve("events.mv.db")).isNotEmptyFile();
  }

  @Test
  void directory_holdsNeitherAddressNorAgent() throws IOException {
    try (TrackXLocal server = start();
        RawHttp http = new RawHttp(server.port())) {
      Map<String, String> person = Map.of(
          "Origin", "https://shop.example.com",
          "User-Agent", "Netscape/4.7 (BeOS; bob)",
          "X-Forwarded-For", "203.0.113.77");
      http.request("POST", RawHttp.pathOf(server) + "/event", person, "{\"name\":\"Boom\"}");
    }
    byte[] bytes = Files.readAllBytes(folder.resolve("data/events.mv.db"));
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
        .contains("BeOS")
        .doesNotContain("Netscape", "bob", "203.0.113.77", "shop.example.com");
  }
}
