package app.trackx.internal.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For any sequence of operations, each event ends once, and visible files are complete. */
@Timeout(120)
class SpoolPropertyTest {
  @TempDir
  Path temp;

  /** How often each event was removed or lost, by its time of capture, which identifies it here. */
  private final Map<Long, Integer> ends = new ConcurrentHashMap<>();

  private Spool open(Random random) {
    return new Spool(
        temp.resolve("spool"),
        SpoolDirectory.OWNER,
        (event, why) -> end(event),
        5 + random.nextInt(20),
        1_000 + random.nextInt(1_000),
        new LocalDisk());
  }

  private void end(SpooledEvent event) {
    assertThat(event.errors()).isEqualTo(1 + event.capturedMillis() % 7);
    ends.merge(event.capturedMillis(), 1, Integer::sum);
  }

  private static byte[] body(long id) {
    return SpoolDirectory.bytes("body of " + id + " ".repeat((int) (id % 90)));
  }

  private void sendOldest(Spool spool) throws IOException {
    SpooledEvent event = spool.next();
    if (event == null) {
      return;
    }
    byte[] body = spool.read(event);
    if (body != null) {
      assertThat(body).isEqualTo(body(event.capturedMillis()));
      assertThat(SpoolDirectory.remove(spool, event)).isTrue();
      end(event);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void events_ofAnySequenceOfCalls_endExactlyOnce(long seed) throws Exception {
    Random random = new Random(seed);
    List<Spool> spools = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      spools.add(open(random));
    }
    Map<Long, Integer> expected = new HashMap<>();
    for (int step = 0; step < 400; step++) {
      int which = random.nextInt(spools.size());
      Spool spool = spools.get(which);
      int action = random.nextInt(20);
      if (action < 11) {
        long id = random.nextInt(1_000_000_000);
        if (expected.put(id, 1) == null) {
          spool.add(body(id), 1 + id % 7, id);
        }
      } else if (action < 16) {
        sendOldest(spool);
      } else if (action < 17) {
        spool.close();
        spools.set(which, open(random));
      } else if (action < 18) {
        damageOne(random);
      } else {
        assertThat(spool.adopt().problem()).isNull();
      }
    }
    spools.forEach(Spool::close);
    try (Spool last = open(random)) {
      last.adopt();
      while (!last.isEmpty()) {
        sendOldest(last);
      }
    }

    assertThat(new TreeMap<>(ends)).isEqualTo(new TreeMap<>(expected));
    try (Stream<Path> files = Files.list(temp.resolve("spool"))) {
      assertThat(files.map(Path::toString)).allMatch(name -> name.endsWith(".damaged"));
    }
  }

  private void damageOne(Random random) throws IOException {
    List<Path> events = visible();
    if (!events.isEmpty()) {
      Path file = events.get(random.nextInt(events.size()));
      byte[] content = Files.readAllBytes(file);
      content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, content);
    }
  }

  private List<Path> visible() throws IOException {
    if (!Files.exists(temp.resolve("spool"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(temp.resolve("spool"))) {
      return files.filter(file -> file.toString().endsWith(".event")).sorted().toList();
    }
  }

  @Test
  void files_thatCanBeSeen_areWhole() throws Exception {
    byte[] body = new byte[200_000];
    new Random(1).nextBytes(body);
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch looking = new CountDownLatch(1);
    ExecutorService reader = Executors.newSingleThreadExecutor();
    Future<Integer> seen = reader.submit(() -> {
      int whole = 0;
      for (boolean last = false; !last; ) {
        last = done.get();
        for (Path file : visible()) {
          assertThat(EventFile.body(Files.readAllBytes(file))).isEqualTo(body);
          whole++;
        }
        looking.countDown();
      }
      return whole;
    });
    try (Spool spool = new Spool(temp.resolve("spool"), SpoolDirectory.OWNER, (e, why) -> {})) {
      assertThat(looking.await(30, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 50; i++) {
        spool.add(body, 1, i);
      }
    }
    done.set(true);

    assertThat(seen.get(60, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(50);
    reader.shutdown();
  }

  @Test
  void threads_thatAddAndSendTogether_endEachEventOnce() throws Exception {
    Spool spool = new Spool(
        temp.resolve("spool"),
        SpoolDirectory.OWNER,
        (event, why) -> ends.merge(event.capturedMillis(), 1, Integer::sum),
        20,
        100_000,
        new LocalDisk());
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Future<?>> adders = new ArrayList<>();
    for (int t = 0; t < 2; t++) {
      long from = t * 1000L;
      adders.add(threads.submit(() -> {
        for (long i = from; i < from + 300; i++) {
          spool.add(body(i), 1, i);
        }
        return null;
      }));
    }
    AtomicBoolean done = new AtomicBoolean();
    Future<?> sender = threads.submit(() -> {
      while (!done.get() || !spool.isEmpty()) {
        SpooledEvent event = spool.next();
        if (event != null && spool.read(event) != null && SpoolDirectory.remove(spool, event)) {
          ends.merge(event.capturedMillis(), 1, Integer::sum);
        }
      }
      return null;
    });
    for (Future<?> adder : adders) {
      adder.get(60, TimeUnit.SECONDS);
    }
    done.set(true);
    sender.get(60, TimeUnit.SECONDS);
    threads.shutdown();
    spool.close();

    assertThat(ends).hasSize(600);
    assertThat(ends.values()).allMatch(times -> times == 1);
    assertThat(visible()).isEmpty();
  }
}
