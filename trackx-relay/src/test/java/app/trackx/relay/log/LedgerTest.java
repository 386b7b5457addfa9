package app.trackx.relay.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.Scrubber;
import app.trackx.relay.fold.Parcel;
import app.trackx.relay.fold.SightingReader;
import app.trackx.relay.forward.Verdict;
import app.trackx.relay.intake.IntakeFullException;
import app.trackx.relay.intake.Received;
import app.trackx.relay.intake.RequestKind;
import app.trackx.relay.metrics.Metrics;
import app.trackx.relay.testing.FakeTime;
import app.trackx.relay.testing.Requests;
import app.trackx.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Limits LIMITS = new Limits(64 << 20, 4 << 20);

  @TempDir
  Path directory;

  private final FakeTime time = new FakeTime();
  private final TestDisk disk = new TestDisk();
  private Metrics metrics;
  private Ledger ledger;

  @BeforeEach
  void open() throws IOException {
    open(LIMITS);
  }

  private void open(Limits limits) throws IOException {
    metrics = new Metrics();
    ledger =
        Ledger.open(directory, disk, new SightingReader(Scrubber.none()), limits, time, metrics);
  }

  @AfterEach
  void close() {
    disk.hold.countDown();
    ledger.close();
  }

  private void reopen() throws IOException {
    ledger.close();
    open(LIMITS);
  }

  private void accept(Received... requests) throws Exception {
    ledger.accept(List.of(requests)).get(40, TimeUnit.SECONDS);
  }

  private Parcel take() throws InterruptedException {
    Parcel parcel = ledger.take(true, 40_000);
    assertThat(parcel).isNotNull();
    return parcel;
  }

  private @Nullable Parcel takeNow() throws InterruptedException {
    return ledger.take(true, 0);
  }

  /** Sends all that is due, and returns the number of errors by kind. */
  private Map<String, Long> drain() throws InterruptedException {
    Map<String, Long> errors = new HashMap<>();
    for (Parcel parcel = takeNow(); parcel != null; parcel = takeNow()) {
      if (parcel.id() != null) {
        errors.merge(parcel.id().fingerprint(), parcel.occurrences(), Long::sum);
      }
      ledger.settle(parcel, Verdict.SENT);
    }
    return errors;
  }

  @Test
  void accepted_isTaken() throws Exception {
    accept(Requests.error(1, 1));

    Parcel parcel = take();

    assertThat(parcel.kind()).isEqualTo(RequestKind.EVENT);
    assertThat(new String(parcel.body(), "UTF-8")).isEqualTo(Requests.errorJson(1));
    assertThat(takeNow()).isNull();
  }

  @Test
  void waitingTaker_getsWhatComes() throws Exception {
    CompletableFuture<Parcel> taken = CompletableFuture.supplyAsync(() -> {
      try {
        return ledger.take(false, 40_000);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    });
    accept(Requests.error(1, 1));

    assertThat(taken.get(40, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void killedAtAnyMoment_keepsWhatWasAccepted() throws Exception {
    accept(Requests.error(1, 1), Requests.error(2, 1), Requests.error(1, 2), Requests.ping(1));
    Parcel inFlight = take();
    accept(Requests.error(3, 1));
    Path copy = copyOfDirectory(); // what a kill would leave

    ledger.close();
    directory = copy;
    open(LIMITS);

    assertThat(inFlight.occurrences()).isEqualTo(2);
    Map<String, Long> errors = drain();
    assertThat(errors.values()).containsExactlyInAnyOrder(3L, 1L);
  }

  private Path copyOfDirectory() throws IOException {
    Path copy = Files.createTempDirectory(directory.getParent(), "copy");
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  @Test
  void sent_isNotSentAgain_andTheScheduleIsKept() throws Exception {
    accept(Requests.error(1, 1));
    ledger.settle(take(), Verdict.SENT);
    accept(Requests.error(1, 1));
    reopen();

    assertThat(takeNow()).isNull();
    time.advance(10, TimeUnit.SECONDS);
    assertThat(take().occurrences()).isEqualTo(1);
  }

  @Test
  void returned_isTakenAgain() throws Exception {
    accept(Requests.error(1, 1));
    Parcel first = take();
    accept(Requests.error(1, 1));
    ledger.settle(first, Verdict.RETURNED);

    assertThat(take().occurrences()).isEqualTo(2);
    assertThat(ledger.failures(first)).isZero();
  }

  @Test
  void failed_isCounted_untilSettled() throws Exception {
    accept(Requests.error(1, 1));
    ledger.settle(take(), Verdict.FAILED);
    ledger.settle(take(), Verdict.FAILED);
    Parcel third = take();

    assertThat(ledger.failures(third)).isEqualTo(2);
    ledger.settle(third, Verdict.DISCARDED);
    assertThat(ledger.failures(third)).isZero();
    assertThat(takeNow()).isNull();
  }

  @Test
  void pings_areSentOnceADay_andLast() throws Exception {
    accept(Requests.ping(1), Requests.ping(1), Requests.ping(2), Requests.error(1, 1));

    assertThat(take().kind()).isEqualTo(RequestKind.EVENT);
    assertThat(ledger.take(false, 0)).isNull();
    Parcel ping = take();
    ledger.settle(ping, Verdict.SENT);
    reopen();
    accept(Requests.ping(1), Requests.ping(2));
    ledger.settle(take(), Verdict.RETURNED); // the event was in flight
    Parcel event = take();
    ledger.settle(event, Verdict.SENT);
    Parcel second = take();
    assertThat(second.ping()).isNotNull().isNotEqualTo(ping.ping());
    ledger.settle(second, Verdict.SENT);
    assertThat(takeNow()).isNull();
  }

  @Test
  void pingOfYesterday_isDropped_andCounted() throws Exception {
    accept(Requests.ping(1));
    time.advance(1, TimeUnit.DAYS);

    assertThat(takeNow()).isNull();
    assertThat(metrics.total("dropped_total")).isEqualTo(1);
  }

  @Test
  void requestsToTheServer_areRememberedForFiveMinutes() throws Exception {
    accept(Requests.error(1, 1), Requests.error(1, 2), Requests.ping(1));
    assertThat(ledger.requestsLately()).isZero();
    ledger.settle(take(), Verdict.SENT);
    ledger.settle(take(), Verdict.RETURNED);
    Parcel again = take(); // after the owner has read the verdicts
    time.advance(3, TimeUnit.MINUTES);
    ledger.settle(again, Verdict.SENT);
    ledger.settle(take(), Verdict.SENT); // the ping
    reopen();
    assertThat(ledger.requestsLately()).isEqualTo(4);
    reopen(); // from the snapshot
    assertThat(ledger.requestsLately()).isEqualTo(4);
    time.advance(3, TimeUnit.MINUTES);
    reopen();
    assertThat(ledger.requestsLately()).isEqualTo(2);
  }

  @Test
  void requestsThatWait_shareOneForce() throws Exception {
    disk.hold = new CountDownLatch(1);
    List<CompletableFuture<Void>> waiting = new ArrayList<>();
    waiting.add(ledger.accept(List.of(Requests.error(1, 1))));
    for (int i = 0; i < 100; i++) {
      waiting.add(ledger.accept(List.of(Requests.error(i, i))));
    }
    int before = disk.forces.get();
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    disk.hold.countDown();
    CompletableFuture.allOf(waiting.toArray(new CompletableFuture<?>[0])).get(40, TimeUnit.SECONDS);

    assertThat(disk.forces.get() - before).isBetween(1, 3);
  }

  @Test
  void fullDisk_refuses_countsNothing_andRecovers() throws Exception {
    accept(Requests.error(1, 1));
    disk.full = true;
    CompletableFuture<Void> refused = ledger.accept(List.of(Requests.error(2, 1)));

    assertThatThrownBy(() -> refused.get(40, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IntakeFullException.class);
    assertThat(ledger.isHealthy()).isFalse();
    disk.full = false;
    Waiting.until("the log to be written again", ledger::isHealthy);
    accept(Requests.error(3, 1));
    assertThat(take().occurrences()).isEqualTo(2);
  }

  @Test
  void failedForce_refuses_andGoesOnInANewFile() throws Exception {
    int before = disk.segments.get();
    disk.forceFails = true;
    assertThatThrownBy(() -> ledger.accept(List.of(Requests.error(2, 1))).get(40, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IntakeFullException.class);
    disk.forceFails = false;
    Waiting.until("the log to be written again", ledger::isHealthy);
    accept(Requests.error(3, 1));

    assertThat(disk.segments.get()).isGreaterThan(before);
    reopen();
    assertThat(take().occurrences()).isEqualTo(1);
  }

  @Test
  void verdictDuringAFullDisk_isNotLost() throws Exception {
    accept(Requests.error(1, 1));
    Parcel parcel = take();
    disk.full = true;
    ledger.settle(parcel, Verdict.SENT);
    assertThatThrownBy(() -> ledger.accept(List.of(Requests.error(2, 2))).get(40, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IntakeFullException.class);
    disk.full = false;
    Waiting.until("the log to be written again", ledger::isHealthy);
    accept(Requests.error(1, 3));
    reopen();

    assertThat(drain()).hasSize(1);
  }

  @Test
  void fullState_refusesNewKinds_butCountsKnownOnes() throws Exception {
    ledger.close();
    open(new Limits(Limits.LEAST, 50_000));
    int kinds = 0;
    Throwable refusal = null;
    while (refusal == null && kinds < 1000) {
      try {
        accept(Requests.error(1, kinds));
        kinds++;
      } catch (ExecutionException e) {
        refusal = e.getCause();
      }
    }

    assertThat(kinds).isBetween(10, 200);
    assertThat(refusal).isInstanceOf(IntakeFullException.class).hasMessage("log");
    accept(Requests.error(2, 0));
    assertThat(take().occurrences()).isEqualTo(2);
  }

  @Test
  void segments_stayWithinTheLimit_andNothingIsLost() throws Exception {
    ledger.close();
    long limit = 400_000;
    open(new Limits(limit, limit / 4));
    int before = disk.segments.get();
    long largest = 0;
    for (int i = 0; i < 3000; i++) {
      accept(Requests.error(i, i % 20));
      if (i % 50 == 0) {
        largest = Math.max(largest, sizeOfDirectory());
      }
    }

    assertThat(disk.segments.get() - before).isGreaterThanOrEqualTo(3);
    assertThat(largest).isLessThan(limit);
    reopen();
    assertThat(drain().values()).hasSize(20).containsOnly(150L);
  }

  private long sizeOfDirectory() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void newDay_rewritesTheLog_withoutWhatWasSent() throws Exception {
    accept(Requests.event(1, "{\"message\":\"the text of yesterday\"}"));
    ledger.settle(take(), Verdict.SENT);
    assertThat(takeNow()).isNull(); // the owner has read the verdict
    assertThat(logText()).contains("the text of yesterday");

    time.advance(1, TimeUnit.DAYS);
    accept(Requests.error(1, 1));
    Waiting.until("a new segment", () -> !logText().contains("the text of yesterday"));
  }

  private String logText() {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        text.append(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    } catch (IOException deletedMeanwhile) {
      return "the text of yesterday";
    }
    return text.toString();
  }

  @Test
  void afterClose_requestsAreRefused() {
    ledger.close();

    assertThatThrownBy(() -> ledger.accept(List.of(Requests.error(1, 1))).get(1, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IntakeFullException.class);
    assertThat(ledger.isHealthy()).isFalse();
  }

  @Test
  void eventsThatTheServerWouldDrop_areCounted() throws Exception {
    accept(Requests.event(1, "{\"type\":1.5}"));

    assertThat(takeNow()).isNull();
    assertThat(metrics.total("dropped_total")).isEqualTo(1);
  }

  @Test
  void metrics_showWhatWaits() throws Exception {
    accept(Requests.error(1, 1), Requests.error(2, 1), Requests.error(2, 2), Requests.ping(1));
    time.advance(90, TimeUnit.SECONDS);

    Waiting.until(
        "figures",
        () -> metrics.text().contains("pending_errors 3")
            && metrics.text().contains("pending_kinds 2")
            && metrics.text().contains("pending_pings 1")
            && metrics.text().contains("oldest_pending_seconds 90"));
  }

  /** Threads that send, one that forwards and sometimes fails, restarts in between: each error arrives exactly once. */
  @Test
  void randomInterleavings_countExactly() throws Exception {
    int kinds = 7;
    int threads = 4;
    int each = 400;
    Map<String, Long> sent = new HashMap<>();
    Random random = new Random(1);
    for (int round = 0; round < 3; round++) {
      CountDownLatch done = new CountDownLatch(threads);
      List<CompletableFuture<Void>> accepted =
          java.util.Collections.synchronizedList(new ArrayList<>());
      for (int t = 0; t < threads; t++) {
        int source = t;
        new Thread(() -> {
              for (int i = 0; i < each; i++) {
                accepted.add(ledger.accept(List.of(Requests.error(source, i % kinds))));
              }
              done.countDown();
            })
            .start();
      }
      while (done.getCount() > 0) {
        Parcel parcel = ledger.take(true, 1);
        time.advance(random.nextInt(2000), TimeUnit.MILLISECONDS);
        if (parcel != null && random.nextInt(3) > 0) {
          sent.merge(parcel.id().fingerprint(), parcel.occurrences(), Long::sum);
          ledger.settle(parcel, Verdict.SENT);
        } else if (parcel != null) {
          ledger.settle(parcel, random.nextBoolean() ? Verdict.FAILED : Verdict.RETURNED);
        }
      }
      CompletableFuture.allOf(accepted.toArray(new CompletableFuture<?>[0]))
          .get(40, TimeUnit.SECONDS);
      reopen();
    }
    time.advance(2, TimeUnit.HOURS);
    drain().forEach((kind, errors) -> sent.merge(kind, errors, Long::sum));

    assertThat(sent).hasSize(kinds);
    assertThat(sent.values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(3L * threads * each);
  }
}
