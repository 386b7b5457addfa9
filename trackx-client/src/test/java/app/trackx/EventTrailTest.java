package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.trail.CurrentTrail;
import app.trackx.testing.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The trail in an event: bounded, scrubbed, and without effect on what the server groups by. */
@Timeout(60)
class EventTrailTest {
  private static final int MAX_BYTES = 4 * 1024;

  private final FakeTransport transport = new FakeTransport();
  private final RequestContext request = new RequestContext();
  private @Nullable TrackXClient client;

  @AfterEach
  void close() {
    RequestContext.set(null);
    if (client != null) {
      client.close();
    }
  }

  private TrackXClient start(TrackXClient.Builder options) {
    return start(options, RateLimit.none());
  }

  private TrackXClient start(TrackXClient.Builder options, RateLimit limit) {
    client = options.transport(transport).rateLimit(limit).trail(true).build();
    RequestContext.set(request);
    return client;
  }

  private TrackXClient start() {
    return start(TrackXClient.builder(FakeTransport.ENDPOINT));
  }

  private static void log(String logger, String literal) {
    CurrentTrail.add(System.currentTimeMillis(), "INFO", logger, literal.intern(), true);
  }

  private String send(TrackXClient target) throws InterruptedException {
    target.sendEvent(new IllegalStateException("a"));
    request.end(0);
    transport.next();
    return transport.bodies().get(transport.bodies().size() - 1);
  }

  /** Returns the list of the trail; its texts here hold no brackets. */
  private static String trail(String body) {
    int from = body.indexOf("\"trail\":[") + "\"trail\":".length();
    return body.substring(from, body.indexOf(']', from) + 1);
  }

  private static String repeated(String text, int times) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < times; i++) {
      all.append(text);
    }
    return all.toString();
  }

  @Test
  void atMost4KiB_ofWhichTheNewestAreKept() throws Exception {
    TrackXClient target = start();
    for (int i = 10; i < 40; i++) {
      log("com.acme.Logger" + i, "record " + i + " " + repeated("äöü ", 60));
    }
    String trail = trail(send(target));

    int bytes = trail.getBytes(StandardCharsets.UTF_8).length;
    assertThat(bytes).isLessThanOrEqualTo(MAX_BYTES).isGreaterThan(MAX_BYTES - 1_000);
    assertThat(trail).contains("record 39").doesNotContain("record 20 ");
    assertThat(trail.indexOf("record 39")).isGreaterThan(trail.indexOf("record 38"));
  }

  @Test
  void at20Records_theOldestGiveWay() throws Exception {
    TrackXClient target = start();
    for (int i = 10; i < 40; i++) {
      log("l", "record " + i);
    }
    String trail = trail(send(target));

    assertThat(trail.split("\"ms\"")).hasSize(1 + 20);
    assertThat(trail).contains("record 20", "record 39").doesNotContain("record 19");
  }

  @Test
  void trail_isScrubbed() throws Exception {
    TrackXClient target = start();
    log("com.acme.bob@example.com", "mail to alice@example.com, password=hunter2 {}");

    assertThat(send(target))
        .contains("\"logger\":\"[email]\"")
        .contains("\"template\":\"mail to [email], password=[secret] {}\"")
        .doesNotContain("bob@")
        .doesNotContain("alice@")
        .doesNotContain("hunter2");
  }

  @Test
  void placeholdersLongerThanWhatTheyReplace_stayWithin4KiB() throws Exception {
    TrackXClient target = start(TrackXClient.builder(FakeTransport.ENDPOINT)
        .scrubber(Scrubber.builder().replacement(repeated("redacted", 12)).build()));
    for (int i = 0; i < 20; i++) {
      log("l", "from a@b.de to b@b.de, " + i);
    }
    log("l", "the newest");
    String trail = trail(send(target));

    assertThat(trail.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(MAX_BYTES);
    assertThat(trail).contains("redacted").contains("the newest").doesNotContain("a@b.de");
  }

  @Test
  void customRule_appliesToTheTrail_andIfItThrowsNothingIsSent() throws Exception {
    TrackXClient target = start(TrackXClient.builder(FakeTransport.ENDPOINT)
        .scrubber(Scrubber.builder()
            .rule(text -> {
              if (text.contains("poison")) {
                throw new IllegalStateException("rule");
              }
              return text.replace("Acme", "[firm]");
            })
            .build()));
    log("l", "of Acme {}");
    String body = send(target);
    assertThat(body).contains("of [firm] {}").doesNotContain("Acme");
    log("l", "poison {}");
    target.sendEvent(new IllegalStateException("b"));

    assertThat(target.flush(Duration.ofSeconds(20))).isTrue();
    assertThat(target.diagnostics().dropped()).containsEntry(DropReason.SCRUBBER_FAILED, 1L);
  }

  @Test
  void entryOfTheApplication_takesPrecedence() throws Exception {
    TrackXClient target = start();
    log("l", "a record {}");
    target.sendEvent(new IllegalStateException("a"), Collections.singletonMap("trail", "of ours"));
    request.end(0);
    transport.next();

    assertThat(transport.bodies().get(0))
        .contains("\"trail\":\"of ours\"")
        .doesNotContain("a record");
  }

  @Test
  void largeMeta_leavesRoomForTheNewestRecord() throws Exception {
    TrackXClient target = start();
    for (int i = 0; i < 20; i++) {
      target.meta().put("large" + i, repeated("word ", 1_500));
    }
    log("l", "the newest {}");

    assertThat(send(target)).contains("the newest {}").contains("\"large0\"");
  }

  @Test
  void preview_showsIt() {
    TrackXClient target = start();
    log("l", "a record {}");

    assertThat(target.preview(new IllegalStateException("a")))
        .contains("\"template\":\"a record {}\"");
  }

  @Test
  void handler_seesIt_andMayRemoveIt() throws Exception {
    TrackXClient target = start(TrackXClient.builder(FakeTransport.ENDPOINT).onError((event, e) -> {
      assertThat(event.getMeta()).containsKey("trail");
      event.getMeta().remove("trail");
      return event;
    }));
    log("l", "a record {}");

    assertThat(send(target)).contains("\"meta\"").doesNotContain("a record");
  }

  // ---- grouping --------------------------------------------------------------------------------

  @Test
  void nameMessageAndStack_areTheSameWithAndWithoutIt() throws Exception {
    TrackXClient target = start();
    RequestContext.set(null);
    IllegalStateException error = new IllegalStateException("a");
    target.sendEvent(error);
    transport.next();
    RequestContext.set(request);
    request.end(0);
    log("l", "a record {}");
    target.sendEvent(error);
    transport.next();

    String without = transport.bodies().get(0);
    String with = transport.bodies().get(1);
    assertThat(with).contains("a record");
    assertThat(with.substring(0, with.indexOf("\"meta\"")))
        .isEqualTo(without.substring(0, without.indexOf("\"meta\"")));
  }

  @Test
  void repeats_areFolded_withTheTrailOfTheFirst() throws Exception {
    List<String> handled = new CopyOnWriteArrayList<>();
    TrackXClient target = start(
        TrackXClient.builder(FakeTransport.ENDPOINT).onError((event, error) -> {
          handled.add(String.valueOf(event.getMessage()));
          return event;
        }),
        RateLimit.of(1, 1, Duration.ofMinutes(1)));
    request.end(0);
    target.sendEvent(new RuntimeException("takes the budget"));
    transport.next();
    for (int i = 0; i < 3; i++) {
      RequestContext another = new RequestContext();
      RequestContext.set(another);
      another.end(0);
      log("l", i == 0 ? "of the first {}" : "of a later one {}");
      target.sendEvent(new IllegalStateException("repeated"));
    }
    target.sendEvent(new Error("the last"));
    Waiting.until("all are processed", () -> handled.contains("the last"));
    assertThat(target.flush(Duration.ofSeconds(20))).isTrue();

    assertThat(handled).containsExactly("takes the budget", "repeated", "the last");
    assertThat(transport.bodies().get(1))
        .contains("\"occurrences\":3")
        .contains("of the first {}")
        .doesNotContain("of a later one");
  }

  @Test
  void loggedThenFailed_isOneEvent_withTheTrailOfTheLog() throws Exception {
    TrackXClient target = start();
    IllegalStateException error = new IllegalStateException("m");
    log("l", "before both {}");
    target.capture(EventType.CUSTOM_LOGGER).reason(error).meta("log", "failed").send();
    log("l", "between {}");
    target.capture(EventType.UNHANDLED_ERROR).reason(error).send();
    request.end(500);
    transport.next();

    assertThat(target.flush(Duration.ofSeconds(20))).isTrue();
    assertThat(transport.bodies()).hasSize(1);
    assertThat(transport.bodies().get(0)).contains("before both {}").doesNotContain("between");
  }

  @Test
  void loggedBehindAQueueThenFailed_hasTheTrailOfTheFailure() throws Exception {
    TrackXClient target = start();
    IllegalStateException error = new IllegalStateException("m");
    log("l", "before both {}");
    RequestContext.set(null);
    target
        .capture(EventType.CUSTOM_LOGGER)
        .reason(error)
        .callSite(new StackTraceElement[0])
        .send();
    RequestContext.set(request);
    target.capture(EventType.UNHANDLED_ERROR).reason(error).send();
    request.end(500);
    transport.next();

    assertThat(transport.bodies().get(0)).contains("before both {}");
  }
}
