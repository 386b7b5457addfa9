package app.trackx.local.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.FakeClock;
import app.trackx.local.internal.json.JsonBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir
  private Path folder;

  @Test
  void database_deletesEventsThatTheStoreEvicts() throws Exception {
    DataDirectory data = DataDirectory.open(folder);
    Database database = data.database();
    Store store = new Store(new FakeClock(), database, 10, 1_000_000, 10);
    database.loadInto(store);
    for (int i = 0; i < 600; i++) {
      EventFields fields = EventFields.of(JsonBody.of("{}".getBytes(StandardCharsets.UTF_8)));
      store.event(
          new Project("boundskey01", List.of()), fields, List.of(), BoundsTest.visitor("a"));
    }
    Store again = new Store(new FakeClock());
    database.loadInto(again);
    assertThat(again.events()).hasSize(10);
    assertThat(again.issues()).extracting(StoredIssue::eventCount).containsExactly(600);
    store.close();
    data.close();
  }

  @Test
  void failedWrite_isReportedOnce() throws IOException {
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (DataDirectory data = DataDirectory.open(folder)) {
      Database database = data.database();
      database.loadInto(new Store(new FakeClock()));
      database.close();
      database.clear();
      database.session("k", new StoredSession("id", new FakeClock().instant(), false));
      assertThat(printed.toString(StandardCharsets.UTF_8))
          .startsWith("trackx-local cannot write to its database")
          .hasLineCount(1);
    } finally {
      System.setErr(err);
    }
  }

  @Test
  void database_deletesIssuesThatTheStoreEvicts() throws Exception {
    try (DataDirectory data = DataDirectory.open(folder)) {
      Database database = data.database();
      Store store = new Store(new FakeClock(), database, 100, 1000, 10);
      database.loadInto(store);
      for (int i = 0; i < 50; i++) {
        String json = "{\"message\":\"" + i + " " + "m".repeat(100) + "\"}";
        EventFields fields = EventFields.of(JsonBody.of(json.getBytes(StandardCharsets.UTF_8)));
        store.event(
            new Project("boundskey01", List.of()), fields, List.of(), BoundsTest.visitor("a"));
      }
      Store again = new Store(new FakeClock());
      database.loadInto(again);
      assertThat(again.issues()).hasSameSizeAs(store.issues()).hasSize(3);
      assertThat(again.events()).hasSize(3);
      store.close();
    }
  }
}
