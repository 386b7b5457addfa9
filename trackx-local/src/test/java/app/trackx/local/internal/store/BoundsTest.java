package app.trackx.local.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.FakeClock;
import app.trackx.local.internal.http.HttpError;
import app.trackx.local.internal.http.Request;
import app.trackx.local.internal.http.RequestBody;
import app.trackx.local.internal.json.JsonBody;
import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundsTest {
  private final FakeClock clock = new FakeClock();
  private final Project project = new Project("boundskey01", List.of());

  private void event(Store store, String json, String agent) throws HttpError {
    EventFields fields = EventFields.of(JsonBody.of(json.getBytes(StandardCharsets.UTF_8)));
    store.event(project, fields, List.of(), visitor(agent));
  }

  static Visitor visitor(String agent) throws HttpError {
    Headers headers = new Headers();
    headers.set("Origin", "java");
    headers.set("User-Agent", agent);
    return Visitor.of(
        new Request("POST", "/", null, null, headers, "127.0.0.1", RequestBody.of("{}")));
  }

  @Test
  void oldestEvents_areEvicted_andIssuesKeepCounting() throws HttpError {
    Store store = new Store(clock, Journal.NONE, 3, 1_000_000, 10);
    for (int i = 0; i < 5; i++) {
      event(store, "{\"message\":\"m\",\"meta\":{\"i\":" + i + "}}", "a");
    }
    assertThat(store.events()).extracting(e -> e.meta().get("i")).containsExactly(2L, 3L, 4L);
    assertThat(store.issues().get(0).eventCount()).isEqualTo(5);
    assertThat(store.issues().get(0).sessionCount()).isEqualTo(1);
  }

  @Test
  void totalSize_isBounded() throws HttpError {
    Store store = new Store(clock, Journal.NONE, 1000, 100, 10);
    for (int i = 0; i < 50; i++) {
      event(store, "{\"message\":\"m\"}", "a");
    }
    int size = "{\"message\":\"m\"}".length() + 2 * "m".length(); // the body and the message
    assertThat(store.events()).hasSize(100 / size);
  }

  @Test
  void oldestSessions_areEvicted() throws HttpError {
    Store store = new Store(clock, Journal.NONE, 10, 1000, 2);
    for (String agent : List.of("a", "b", "c")) {
      store.ping(project, visitor(agent));
    }
    store.ping(project, visitor("c"));
    assertThat(store.sessions()).hasSize(2);
    event(store, "{}", "d");
    assertThat(store.sessions()).extracting(StoredSession::withError).containsExactly(false, true);
  }

  @Test
  void issues_areBounded() throws HttpError {
    Store store = new Store(clock);
    for (int i = 0; i < Store.MAX_ISSUES + 10; i++) {
      event(store, "{\"message\":\"" + i + "\"}", "a");
    }
    event(store, "{\"message\":\"0\"}", "a");
    assertThat(store.issues()).hasSize(Store.MAX_ISSUES);
    assertThat(store.issues().get(0).eventCount()).isEqualTo(1);
    assertThat(store.issues().get(0).sessionCount()).isEqualTo(1);
  }
}
