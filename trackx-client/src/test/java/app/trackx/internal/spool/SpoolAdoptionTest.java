package app.trackx.internal.spool;

import static app.trackx.internal.spool.SpoolDirectory.OWNER;
import static app.trackx.internal.spool.SpoolDirectory.TIME;
import static app.trackx.internal.spool.SpoolDirectory.bytes;
import static app.trackx.internal.spool.SpoolDirectory.drain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The adoption of one run's files by another, within one JVM. */
@Timeout(60)
class SpoolAdoptionTest {
  private SpoolDirectory directory;

  @BeforeEach
  void open(@TempDir Path temp) {
    directory = new SpoolDirectory(temp.resolve("spool"));
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @Test
  void adopt_afterAnOrderlyClose_takesAllOldestFirst() throws Exception {
    directory.leave("1", "2", "3");
    Spool next = directory.open();

    Adopted adopted = next.adopt();

    assertThat(adopted.events()).isEqualTo(3);
    assertThat(adopted.errors()).isEqualTo(3);
    assertThat(adopted.problem()).isNull();
    assertThat(next.next().fromEarlierRun()).isTrue();
    assertThat(drain(next)).containsExactly("1", "2", "3");
  }

  @Test
  void adopt_keepsErrorsAndTime() throws Exception {
    try (Spool first = directory.open()) {
      first.add(bytes("x"), 42, TIME);
    }
    Spool next = directory.open();

    assertThat(next.adopt().errors()).isEqualTo(42);
    assertThat(next.next().capturedMillis()).isEqualTo(TIME);
  }

  @Test
  void adopt_deletesTheLockOfTheRunThatEnded() throws Exception {
    directory.leave("1");
    Path lock = directory.only(".lock");
    directory.open().adopt();

    assertThat(lock).doesNotExist();
    assertThat(directory.names(".lock")).hasSize(1);
  }

  @Test
  void adopt_ofSeveralRuns_ordersThemByTime() throws Exception {
    try (Spool a = directory.open();
        Spool b = directory.open()) {
      a.add(bytes("1"), 1, TIME);
      b.add(bytes("2"), 1, TIME + 1);
      a.add(bytes("3"), 1, TIME + 2);
    }
    Spool next = directory.open();
    next.add(bytes("new"), 1, TIME + 3);
    next.adopt();

    assertThat(drain(next)).containsExactly("1", "2", "3", "new");
  }

  @Test
  void adopt_ofWhatHadBeenAdopted_goesOnFromRunToRun() throws Exception {
    directory.leave("1");
    for (int i = 0; i < 3; i++) {
      try (Spool spool = directory.open()) {
        spool.adopt();
      }
    }
    Spool last = directory.open();
    last.adopt();

    assertThat(drain(last)).containsExactly("1");
  }

  @Test
  void adopt_leavesOtherOwnersAlone() throws Exception {
    directory.leave("1");
    List<String> before = directory.names("");
    Spool other = directory.open("https://trackx.example/v1/other", 10, 1000);

    assertThat(other.adopt().events()).isZero();
    assertThat(directory.names("")).isEqualTo(before);
  }

  @Test
  void adopt_whileTheRunLives_takesNothing() throws Exception {
    Spool live = directory.open();
    live.add(bytes("1"), 1, TIME);
    Spool other = directory.open();

    assertThat(other.adopt().events()).isZero();
    assertThat(drain(live)).containsExactly("1");
  }

  @Test
  void adopt_whereNeitherPropertiesNorLoaderKnowTheRun_stillSeesItsLock() throws Exception {
    Spool live = directory.open();
    LiveRuns.leave(live.add(bytes("1"), 1, TIME).name.run);

    assertThat(directory.open().adopt().events()).isZero();
  }

  @Test
  void adopt_byACopyOfTheLibraryInTheSameJvm_neitherTakesNorFreesALiveRun() throws Exception {
    Spool live = directory.open();
    live.add(bytes("1"), 1, TIME);

    assertThat(adoptInAnotherLoader()).isZero();
    assertThat(SpoolProgram.start("probe", directory.only(".lock").toString()).result())
        .containsExactly("LOCKED");
  }

  @Test
  void adopt_byACopyOfTheLibraryInTheSameJvm_takesWhatAnEndedRunLeft() throws Exception {
    directory.leave("1", "2");

    assertThat(adoptInAnotherLoader()).isEqualTo(2);
  }

  /** Loads the library again, as another web application would. */
  private int adoptInAnotherLoader() throws Exception {
    URL classes = Spool.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass(Spool.class.getName());
      assertThat(type).isNotSameAs(Spool.class);
      Class<?> losses = loader.loadClass(Losses.class.getName());
      Object none = java.lang.reflect.Proxy.newProxyInstance(
          loader, new Class<?>[] {losses}, (proxy, method, arguments) -> null);
      Object spool = type.getConstructor(Path.class, String.class, losses)
          .newInstance(directory.path, OWNER, none);
      Object adopted = type.getMethod("adopt").invoke(spool);
      int events = (int) adopted.getClass().getMethod("events").invoke(adopted);
      type.getMethod("close").invoke(spool);
      return events;
    }
  }

  @Test
  void adopt_ofMoreThanThereMayBe_evictsTheOldest() throws Exception {
    directory.leave("1", "2", "3", "4");
    Spool next = directory.open(OWNER, 2, Spool.MAX_BYTES);

    assertThat(next.adopt().events()).isEqualTo(4);
    assertThat(directory.lost).containsExactly("EVICTED 1 earlier", "EVICTED 1 earlier");
    assertThat(drain(next)).containsExactly("3", "4");
  }

  @Test
  void adopt_ofEventsWithoutALock_takesThem() throws Exception {
    directory.leave("1");
    Files.delete(directory.only(".lock"));
    Spool next = directory.open();
    next.adopt();

    assertThat(drain(next)).containsExactly("1");
  }

  @Test
  void adopt_deletesWhatWasHalfWritten() throws Exception {
    directory.leave("1");
    String name = directory.only(".event").getFileName().toString().replace(".event", ".tmp");
    Files.writeString(directory.path.resolve(name), "trackx-ev");
    directory.open().adopt();

    assertThat(directory.names(".tmp")).isEmpty();
  }

  @Test
  void adopt_leavesTheHalfWrittenFilesOfLiveRuns() throws Exception {
    SpooledEvent event = directory.open().add(bytes("1"), 1, TIME);
    Path half = directory.path.resolve(event.name.as(FileName.TEMP).toString());
    Files.writeString(half, "trackx-ev");
    directory.open().adopt();

    assertThat(half).exists();
  }

  @Test
  void adopt_deletesALockThatNobodyNeeds() throws Exception {
    directory.leave("1");
    Files.delete(directory.only(".event"));
    directory.open().adopt();

    assertThat(directory.names("")).isEmpty();
  }

  @Test
  void adopt_byManyAtOnce_givesEachEventToExactlyOne() throws Exception {
    for (int run = 0; run < 5; run++) {
      String[] bodies = new String[40];
      for (int i = 0; i < bodies.length; i++) {
        bodies[i] = run + "." + i;
      }
      directory.leave(bodies);
    }
    int adopters = 4;
    CyclicBarrier start = new CyclicBarrier(adopters);
    ExecutorService threads = Executors.newFixedThreadPool(adopters);
    List<Future<List<String>>> results = new ArrayList<>();
    for (int i = 0; i < adopters; i++) {
      Spool spool = directory.open();
      Callable<List<String>> adopt = () -> {
        start.await();
        spool.adopt();
        return drain(spool);
      };
      results.add(threads.submit(adopt));
    }
    List<String> all = new ArrayList<>();
    for (Future<List<String>> result : results) {
      all.addAll(result.get());
    }
    threads.shutdown();

    assertThat(all).hasSize(200).doesNotHaveDuplicates();
    assertThat(directory.lost).isEmpty();
  }

  @Test
  void lock_thatAnAdopterDeletedBeforeItWasHeld_isMadeAnew() throws Exception {
    AtomicInteger times = new AtomicInteger();
    directory.disk.fault = (operation, file) -> {
      if (operation.equals("tryLock") && times.getAndIncrement() < 3) {
        Files.delete(directory.only(".lock"));
      }
    };
    Spool spool = directory.open();
    SpooledEvent event = spool.add(bytes("1"), 1, TIME);

    assertThat(times).hasValue(4);
    assertThat(directory.only(".lock").getFileName().toString()).contains(event.name.run);
  }

  @Test
  void lock_thatIsAlwaysDeletedByOthers_isAFailure() throws Exception {
    directory.disk.fault = (operation, file) -> {
      if (operation.equals("tryLock")) {
        Files.delete(directory.only(".lock"));
      }
    };
    Spool spool = directory.open();

    assertThatThrownBy(() -> spool.add(bytes("1"), 1, TIME)).isInstanceOf(SpoolFailure.class);
    assertThat(directory.names("")).isEmpty();
  }

  @Test
  void lock_thatSomeoneDeletes_isReplacedWhenTheNextEventIsWritten() throws Exception {
    Spool live = directory.open();
    live.add(bytes("1"), 1, TIME);
    Files.delete(directory.only(".lock"));
    live.add(bytes("2"), 1, TIME + 1);

    assertThat(directory.names(".lock")).hasSize(1);
    assertThat(live.adopt().events()).isZero();
    assertThat(drain(live)).containsExactly("1", "2");
  }

  @Test
  void event_thatAnotherTookAllTheSame_isReportedAsGone() throws IOException {
    Spool live = directory.open();
    SpooledEvent event = live.add(bytes("1"), 5, TIME);
    Files.delete(directory.only(".event"));

    assertThat(live.read(event)).isNull();
    assertThat(directory.lost).containsExactly("GONE 5");
    assertThat(live.next()).isNull();
  }
}
