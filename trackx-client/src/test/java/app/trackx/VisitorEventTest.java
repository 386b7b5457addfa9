package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.FakeTime;
import app.trackx.internal.stack.CauseChain;
import app.trackx.transport.Outcome;
import app.trackx.transport.TransportRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of events of visitors, one request at a time, in fake time. */
class VisitorEventTest {
  private static final Duration DAY = Duration.ofDays(1);
  private final FakeTime time = new FakeTime();
  private final FakeTransport transport = new FakeTransport();
  private Counters counters;
  private Pipeline pipeline;

  @TempDir
  Path folder;

  @BeforeEach
  void build() {
    pipeline = pipeline(RateLimit.DEFAULT, null);
  }

  @Test
  void eventOfYesterday_goesWithoutItsVisitor() {
    transport.then(Outcome.locked(429, DAY));
    take(1, token(1));
    sendAll();

    assertThat(requests()).containsExactly("/event visitor/" + token(1), "/event");
  }

  @Test
  void foldedEvent_bearsTheFirstVisitor() {
    pipeline = pipeline(RateLimit.of(1, 1, Duration.ofHours(1)), null);
    take(9, null);
    pipeline.send(false, false);
    take(1, token(1));
    take(1, token(2));
    take(1, null);
    sendAll();

    assertThat(requests()).containsExactly("/event", "/event visitor/" + token(1));
    assertThat(counters.read().folded()).isEqualTo(2);
  }

  @Test
  void eventFromDisk_goesWithoutItsVisitor_andTheFileDoesNotNameIt() throws Exception {
    Path spool = folder.resolve("spool");
    pipeline = pipeline(RateLimit.DEFAULT, spool);
    take(1, token(1));
    pipeline.backlog().end();
    pipeline.idle(true);
    List<Path> files;
    try (Stream<Path> all = Files.list(spool)) {
      files = all.filter(file -> file.toString().endsWith(".event")).collect(Collectors.toList());
    }
    assertThat(files).hasSize(1);
    assertThat(new String(Files.readAllBytes(files.get(0)), StandardCharsets.ISO_8859_1))
        .doesNotContain(token(1));

    pipeline = pipeline(RateLimit.DEFAULT, spool);
    sendAll();
    assertThat(requests()).containsExactly("/event");
  }

  static String token(int visitor) {
    return Base32.of(new byte[] {(byte) (visitor >> 8), (byte) visitor}, 2)
        + "a".repeat(VisitorToken.LENGTH - 4);
  }

  private void sendAll() {
    for (int i = 0; i < 100; i++) {
      long wait = pipeline.send(false, false);
      if (wait == Pipeline.NOTHING) {
        return;
      }
      time.advanceNanos(wait);
    }
    throw new AssertionError("something waits for ever");
  }

  private static String agent(TransportRequest request) {
    return request.headers().get("User-Agent");
  }

  /** What was sent, and for whom. */
  private List<String> requests() {
    return transport.requests().stream()
        .map(request -> request.url().substring(request.url().lastIndexOf('/'))
            + agent(request).substring(UserAgent.ofThisJvm().length()))
        .collect(Collectors.toList());
  }

  private Pipeline pipeline(RateLimit limit, @Nullable Path spool) {
    Options options = new Options(
        Endpoint.parse(FakeTransport.ENDPOINT),
        "java",
        null,
        null,
        null,
        null,
        limit,
        256,
        Duration.ofSeconds(10),
        null,
        transport,
        spool);
    Warnings warnings = new Warnings(options.endpoint, options.origin);
    counters = new Counters(warnings);
    Pipeline made =
        new Pipeline(options, counters, warnings, time, new Random(1), new Reserve(false, 0));
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    made.send(false, false); // on another thread, it looks for what earlier runs left
    while (!made.spillIsReady()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
    return made;
  }

  private void take(int kind, @Nullable String visitor) {
    Occurrence.Details details = new Occurrence.Details();
    details.visitor = visitor;
    counters.captured();
    pipeline.take(new Occurrence(
        EventType.PROGRAMMATIC,
        time.nanoTime(),
        CauseChain.of(Errors.at(kind)),
        "main",
        Collections.emptyMap(),
        null,
        details));
  }
}
