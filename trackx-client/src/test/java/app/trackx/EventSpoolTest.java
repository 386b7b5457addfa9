package app.trackx;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.internal.delivery.Delay;
import app.trackx.internal.delivery.MemoryReserve;
import app.trackx.internal.jvm.FakeTime;
import app.trackx.internal.settings.Endpoint;
import app.trackx.transport.Outcome;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.reflect.Proxy;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The spool, one attempt at a time, in fake time and with real files. */
class EventSpoolTest {
  private final FakeTime time = new FakeTime();
  private final FakeTransport transport = new FakeTransport();

  @TempDir
  Path folder;

  private @Nullable Path directory;

  private Counters counters;
  private Pipeline pipeline;

  @BeforeEach
  void build() {
    pipeline = pipeline(null);
  }

  @AfterEach
  void close() {
    pipeline.idle(true);
  }

  @Test
  void overflowInAnOutage_goesToDisk_andIsSentAfterWhatIsInMemory() throws Exception {
    down();
    for (int i = 0; i < 5; i++) {
      take(i);
      send(false);
    }
    assertThat(files()).hasSize(3);
    assertThat(counters.read().spooled()).isEqualTo(3);
    assertThat(counters.read().pending()).isEqualTo(5);
    up();
    sendAll();

    assertThat(messages()).containsExactlyInAnyOrder("m0", "m1", "m2", "m3", "m4");
    assertThat(messages().subList(0, 2)).containsExactly("m3", "m4");
    assertThat(files()).isEmpty();
    assertThat(counters.read().toString())
        .startsWith("captured=5 sent=5 folded=0 cancelled=0 dropped={} pending=0")
        .endsWith(" spooled=3");
  }

  @Test
  void overflowWithAResponsiveServer_isDropped() throws Exception {
    pipeline = pipeline(null, RateLimit.of(1, 1, Duration.ofHours(1)));
    for (int i = 0; i < 5; i++) {
      take(i);
    }

    assertThat(files()).isEmpty();
    assertThat(counters.read().dropped()).containsEntry(DropReason.QUEUE_FULL, 3L);
  }

  @Test
  void file_recordsItsNumberOfErrorsAndItsCaptureTime() throws Exception {
    down();
    take(1);
    send(false);
    time.advance(Duration.ofSeconds(2));
    take(1);
    take(1);
    pipeline.end();

    assertThat(Files.readString(files().get(0)))
        .contains("\"occurrences\":3", "\"firstSeen\":\"2026-11-23T10:15:30Z\"")
        .contains("\"lastSeen\":\"2026-11-23T10:15:32Z\"")
        .contains("\"capturedAt\":\"2026-11-23T10:15:30Z\"");
    assertThat(counters.read().pending()).isEqualTo(3);
    assertThat(counters.inMemory()).isZero();
  }

  @Test
  void nextRun_sendsRemainingFiles_asRecovered() {
    leaveTwo();
    up();
    sendAll();

    assertThat(messages()).containsExactly("m1", "m2");
    assertThat(counters.read().toString())
        .isEqualTo("captured=0 sent=0 folded=0 cancelled=0 dropped={} pending=0" + " recovered=2");
  }

  /** The next client would find the file and send it once more. */
  @Test
  void end_whileAFileIsSent_leavesTheSpoolOpenUntilThen() throws Exception {
    leaveTwo();
    AtomicBoolean sending = new AtomicBoolean();
    transport.always(request -> {
      pipeline.end();
      sending.set(pipeline.backlog().isSending());
      return Outcome.sent();
    });
    time.advance(Duration.ofMinutes(6));
    assertThat(send(false)).isEqualTo(Delay.NONE);
    assertThat(sending).isTrue();
    assertThat(pipeline.backlog().isSending()).isFalse();
    assertThat(files()).hasSize(1);

    assertThat(send(false)).isNotEqualTo(Delay.NONE);
    assertThat(messages()).containsExactly("m1");
  }

  @Test
  void replacedClient_startsNoRequestWithAFile() {
    leaveTwo();
    up();
    pipeline.health().replacedBy(pipeline(null).health());

    assertThat(pipeline.backlog().startFile()).isFalse();
  }

  @Test
  void nextRun_keepsToTheRateLimit() {
    leaveTwo();
    pipeline.idle(true);
    pipeline = pipeline(null, RateLimit.of(1, 1, Duration.ofMinutes(1)));
    up();

    assertThat(send(false)).isEqualTo(Delay.NONE);
    assertThat(Duration.ofNanos(send(true).nanos())).isGreaterThan(Duration.ofSeconds(50));
    assertThat(messages()).hasSize(1);
  }

  @Test
  void eventOfAnEarlierRun_thatTheServerRejects_countsAsCapturedAndDropped() throws Exception {
    leaveTwo();
    transport.then(Outcome.rejected(422)).always(request -> Outcome.sent());
    sendAll();

    assertThat(files()).isEmpty();
    assertThat(counters.read().captured()).isEqualTo(1);
    assertThat(counters.read().dropped()).containsEntry(DropReason.REJECTED, 1L);
    assertThat(counters.read().recovered()).isEqualTo(1);
  }

  @Test
  void eventThatKeepsFailing_delaysNoOther_andIsDroppedInTheEnd() throws Exception {
    leaveTwo();
    transport.always(
        request -> body(request).contains("\"m1\"") ? Outcome.retry(500) : Outcome.sent());
    for (int i = 0; i < 40; i++) {
      take(100 + i);
      send(false);
      send(false);
      time.advance(Duration.ofMinutes(6));
    }

    assertThat(files()).isEmpty();
    assertThat(counters.read().recovered()).isEqualTo(1);
    assertThat(counters.read().dropped()).containsEntry(DropReason.RETRIES_EXHAUSTED, 1L);
  }

  @Test
  void misconfiguredEndpoint_leavesFilesForTheNextStart() throws Exception {
    leaveTwo();
    transport.always(request -> Outcome.misconfigured(403, "Invalid origin"));
    for (int i = 0; i < 5; i++) {
      send(false);
      time.advance(Duration.ofMinutes(6));
    }

    assertThat(files()).hasSize(2);
    assertThat(counters.read().totalDropped()).isZero();
  }

  @Test
  void damagedFile_isCountedAndTheNextIsSent() throws Exception {
    leaveTwo();
    Files.write(files().get(0), new byte[] {1, 2, 3});
    up();
    sendAll();

    assertThat(messages()).containsExactly("m2");
    assertThat(counters.read().dropped()).containsEntry(DropReason.SPOOL_DAMAGED, 1L);
    assertThat(counters.read().captured()).isEqualTo(1);
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new FileSystemException("event", null, "Too many open files"),
        new AccessDeniedException("event"),
        new ClosedByInterruptException(),
        new OutOfMemoryError("of a test"),
        new NoClassDefFoundError("of a test"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void filesThatCannotBeReadNow_stayAndAreReadLater(Throwable failure) throws Exception {
    HangingDisk disk = new HangingDisk(folder);
    directory = disk.wrap(folder.resolve("spool"));
    leaveTwo();
    up();
    disk.failReading(failure);
    assertThat(send(false)).isEqualTo(Delay.NONE);
    assertThat(send(false)).isEqualTo(Delay.NONE);

    assertThat(Duration.ofNanos(send(false).nanos()))
        .isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
    assertThat(files()).hasSize(2);
    disk.failReading(null);
    assertThat(messages()).isEmpty();
    sendAll();
    assertThat(messages()).containsExactlyInAnyOrder("m1", "m2");
    assertThat(counters.read().totalDropped()).isZero();
    assertThat(counters.read().recovered()).isEqualTo(2);
  }

  @Test
  void filesThatCanNeverBeRead_areTriedLessAndLessOften_andHoldUpNothing() throws Exception {
    HangingDisk disk = new HangingDisk(folder);
    directory = disk.wrap(folder.resolve("spool"));
    leaveTwo();
    up();
    disk.failReading(new AccessDeniedException("event"));
    int attempts = 0;
    for (int second = 0; second < 3_600; second++) {
      attempts += send(false).isNone() ? 1 : 0;
      time.advance(Duration.ofSeconds(1));
    }
    assertThat(attempts).isBetween(20, 60);
    take(3);

    assertThat(send(false)).isEqualTo(Delay.NONE);
    assertThat(messages()).containsExactly("m3");
    assertThat(files()).hasSize(2);
    assertThat(counters.read().totalDropped()).isZero();
  }

  @Test
  void eventThatTheHandlerCancelledOrFailedOn_isNeverWritten() throws Exception {
    OnErrorHandler handler = (payload, reason) -> {
      if ("m1".equals(payload.getMessage())) {
        throw new IllegalStateException("of the scrubber");
      }
      payload.setMessage("scrubbed");
      return "m2".equals(reason.getMessage()) ? null : payload;
    };
    pipeline = pipeline(handler);
    down();
    take(1);
    take(2);
    take(3);
    pipeline.end();

    assertThat(files()).hasSize(1);
    assertThat(Files.readString(files().get(0))).contains("scrubbed").doesNotContain("\"m3\"");
  }

  @Test
  void failingDisk_dropsWhatHavingNoneWouldDrop() throws Exception {
    Files.writeString(folder.resolve("spool"), "a file in the way");
    down();
    for (int i = 0; i < 5; i++) {
      take(i);
      send(false);
    }
    pipeline.end();

    assertThat(counters.read().dropped())
        .containsEntry(DropReason.QUEUE_FULL, 3L)
        .containsEntry(DropReason.SHUTDOWN, 2L);
    assertThat(counters.read().pending()).isZero();
  }

  @Test
  void directoryThatThrowsAnError_isOneFailure_andWhatIsInMemoryGoes() {
    AtomicInteger died = new AtomicInteger();
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> died.incrementAndGet());
    try {
      directory = (Path) Proxy.newProxyInstance(
          Path.class.getClassLoader(), new Class<?>[] {Path.class}, (path, method, arguments) -> {
            throw new StackOverflowError("of " + method.getName());
          });
      pipeline = pipeline(null); // which waits until the directory was read
      take(1);

      assertThat(send(false)).isEqualTo(Delay.NONE);
      assertThat(messages()).containsExactly("m1");
      assertThat(died).hasValue(0);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void eventThatWasUnderWayAtTheEnd_isDeletedIfItArrives_andKeptIfNot() throws Exception {
    pipeline = pipeline(null, RateLimit.none());
    take(1);
    take(2);
    PendingEvent one = pipeline.backlog().start(true);
    pipeline.end();
    assertThat(files()).hasSize(2);
    pipeline.backlog().answered(one, Outcome.sent());

    assertThat(files()).hasSize(1);
    assertThat(counters.read().toString())
        .startsWith("captured=2 sent=1 folded=0 cancelled=0 dropped={} pending=1");

    pipeline.idle(true);
    pipeline = pipeline(null, RateLimit.none());
    take(3);
    PendingEvent three = pipeline.backlog().start(true);
    pipeline.end();
    pipeline.backlog().answered(three, Outcome.retry(0));
    assertThat(files()).hasSize(2);
    assertThat(counters.read().pending()).isEqualTo(1);
  }

  /** A run that ended with two events on disk, and then another run. */
  private void leaveTwo() {
    down();
    take(1);
    take(2);
    pipeline.end();
    pipeline.idle(true);
    pipeline = pipeline(null);
  }

  private void down() {
    transport.always(request -> {
      throw new IOException("down");
    });
  }

  private void up() {
    transport.always(request -> Outcome.sent());
    time.advance(Duration.ofMinutes(6));
  }

  /** Runs a step of the sending thread, and another if the disk had not read a file yet. */
  private Delay send(boolean hurry) {
    Delay sent = pipeline.send(hurry);
    if (sent != EventSpool.LOOK_AGAIN) {
      return sent;
    }
    SpillReady.settle(pipeline);
    return pipeline.send(hurry);
  }

  private void sendAll() {
    for (int i = 0; i < 50 && send(false) != Delay.UNTIL_WOKEN; i++) {
      time.advance(Duration.ofSeconds(11));
    }
  }

  private List<String> messages() {
    long taken = counters.read().sent() + counters.read().recovered();
    List<String> bodies = transport.bodies();
    return bodies.subList(bodies.size() - (int) taken, bodies.size()).stream()
        .map(body -> body.replaceAll("(?s).*\"message\":\"(m\\d+)\".*", "$1"))
        .collect(Collectors.toList());
  }

  private List<Path> files() throws IOException {
    SpillReady.settle(pipeline);
    Path spool = folder.resolve("spool");
    if (!Files.isDirectory(spool)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(spool)) {
      return all.filter(file -> file.toString().endsWith(".event"))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  private static String body(TransportRequest request) {
    return new String(request.body(), StandardCharsets.UTF_8);
  }

  private Pipeline pipeline(@Nullable OnErrorHandler handler) {
    return pipeline(handler, RateLimit.DEFAULT);
  }

  private Pipeline pipeline(@Nullable OnErrorHandler handler, RateLimit limit) {
    Options options = new Options(Endpoint.parse(FakeTransport.ENDPOINT));
    options.scrubber = Scrubber.none();
    options.onError = handler;
    options.rateLimit = limit;
    options.queueCapacity = 2;
    options.transport = transport;
    options.spoolDirectory = directory == null ? folder.resolve("spool") : directory;
    counters = new Counters(new Warnings(options.endpoint, options.origin));
    return SpillReady.of(new Pipeline(
        options,
        counters,
        new ApplicationPing(),
        time,
        new Random(1),
        new MemoryReserve(false, 0)));
  }

  private void take(int kind) {
    counters.captured();
    pipeline.process(Errors.captured(Errors.at(kind, "m" + kind), time.nanoTime()), false);
  }
}
