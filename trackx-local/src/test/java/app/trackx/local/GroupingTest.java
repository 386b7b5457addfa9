package app.trackx.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupingTest {
  private static final String STACK = ",\"stack\":\"X\\n at a.B.c (a/B.java:7)\"}";

  private final FakeClock clock = new FakeClock();
  private TrackXLocal server;
  private RawHttp http;

  @BeforeEach
  void start() throws IOException {
    server = TrackXLocal.builder()
        .project("projectone1")
        .project("projecttwo2")
        .clock(clock)
        .start();
    http = new RawHttp(server.port());
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    server.close();
  }

  @Test
  void sameFrames_areOneIssue_whateverTheMessage() throws IOException {
    Instant first = clock.instant();
    http.event(server, "{\"name\":\"A\",\"message\":\"one\",\"type\":1" + STACK);
    clock.advance(Duration.ofSeconds(5));
    http.event(server, "{\"name\":\"B\",\"message\":\"two\",\"type\":4" + STACK);
    assertThat(server.issues()).hasSize(1);
    Issue issue = server.issues().get(0);
    assertThat(issue.name()).isEqualTo("A");
    assertThat(issue.message()).isEqualTo("one");
    assertThat(issue.type()).isEqualTo(1);
    assertThat(issue.uri()).isNull();
    assertThat(issue.eventCount()).isEqualTo(2);
    assertThat(issue.firstSeen()).isEqualTo(first);
    assertThat(issue.lastSeen()).isEqualTo(first.plusSeconds(5));
    assertThat(issue.frames()).hasToString("[a.B.c@a/B.java:7:undefined]");
    assertThat(server.events()).extracting(Event::issueId).containsOnly(issue.id());
  }

  @Test
  void noFrames_areGroupedByTypeNameAndMessage() throws IOException {
    http.event(server, "{\"message\":\"one\",\"type\":4}");
    http.event(server, "{\"message\":\"one\",\"type\":4}");
    http.event(server, "{\"message\":\"two\",\"type\":4}");
    http.event(server, "{\"message\":\"two\",\"type\":1}");
    assertThat(server.issues()).extracting(Issue::eventCount).containsExactly(1, 1, 2);
  }

  @Test
  void projects_doNotShareIssues() throws IOException {
    for (String key : List.of("projectone1", "projecttwo2")) {
      http.request("POST", "/v1/" + key + "/event", RawHttp.BROWSER, "{\"type\":4" + STACK);
    }
    assertThat(server.issues()).hasSize(2);
    assertThat(server.sessions()).hasSize(2);
  }

  @Test
  void issues_areOrderedByLastSeen() throws IOException {
    for (String message : List.of("a", "b", "a")) {
      http.event(server, "{\"message\":\"" + message + "\"}");
    }
    assertThat(server.issues()).extracting(Issue::message).containsExactly("a", "b");
  }

  @Test
  void fingerprint_isTheIssuesId() throws IOException {
    http.event(server, "{\"message\":\"m\",\"type\":4" + STACK);
    List<Frame> frames = StackParser.parse("at a.B.c (a/B.java:7)");
    assertThat(server.issues().get(0).id())
        .isEqualTo(Issue.fingerprint("projectone1", 99, null, null, frames));
  }

  @Test
  void fingerprint_countsTheFirst40Frames() {
    Frame frame = StackParser.parse("at a.B.c (a/B.java:7)").get(0);
    List<Frame> forty = Collections.nCopies(40, frame);
    List<Frame> more = Collections.nCopies(41, frame);
    assertThat(Issue.fingerprint("k", 1, null, null, more))
        .isEqualTo(Issue.fingerprint("k", 1, null, null, forty))
        .isNotEqualTo(Issue.fingerprint("k", 1, null, null, forty.subList(1, 40)));
  }

  @Test
  void sessionCount_countsEachSessionOnce() throws IOException {
    http.event(server, "{\"message\":\"m\"}");
    http.event(server, "{\"message\":\"m\"}");
    Map<String, String> other = Map.of("Origin", "java", "User-Agent", "other");
    http.request("POST", "/v1/projectone1/event", other, "{\"message\":\"m\"}");
    assertThat(server.issues().get(0).sessionCount()).isEqualTo(2);
    assertThat(server.issues().get(0).eventCount()).isEqualTo(3);
  }
}
