package app.trackx.internal.spool;

import static app.trackx.internal.spool.SpoolDirectory.OWNER;
import static app.trackx.internal.spool.SpoolDirectory.TIME;
import static app.trackx.internal.spool.SpoolDirectory.bytes;
import static app.trackx.internal.spool.SpoolDirectory.drain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spool and the files in its directory. */
class SpoolTest {
  private SpoolDirectory directory;

  @BeforeEach
  void open(@TempDir Path temp) {
    directory = new SpoolDirectory(temp.resolve("a").resolve("spool"));
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @Test
  void body_comesBackByteByByte() throws Exception {
    byte[] body = new byte[100_000];
    new Random(1).nextBytes(body);
    Spool spool = directory.open();

    SpooledEvent event = spool.add(body, 7, TIME);

    assertThat(spool.read(event)).isEqualTo(body);
    assertThat(event.errors()).isEqualTo(7);
    assertThat(event.capturedMillis()).isEqualTo(TIME);
    assertThat(event.fromEarlierRun()).isFalse();
  }

  @Test
  void body_ofNothing_comesBack() throws Exception {
    Spool spool = directory.open();

    assertThat(spool.read(spool.add(new byte[0], 1, TIME))).isEmpty();
  }

  @Test
  void next_isTheOldestByTimeAndThenByOrder() throws Exception {
    Spool spool = directory.open();
    spool.add(bytes("late"), 1, TIME + 5);
    spool.add(bytes("early"), 1, TIME);
    spool.add(bytes("early too"), 1, TIME);

    assertThat(drain(spool)).containsExactly("early", "early too", "late");
  }

  @Test
  void next_staysUntilItIsRemoved() throws Exception {
    Spool spool = directory.open();
    SpooledEvent event = spool.add(bytes("x"), 3, TIME);

    assertThat(spool.next()).isSameAs(event).isSameAs(spool.next());
    assertThat(spool.size()).isEqualTo(1);
    assertThat(spool.errors()).isEqualTo(3);
    assertThat(SpoolDirectory.remove(spool, event)).isTrue();
    assertThat(spool.next()).isNull();
    assertThat(spool.isEmpty()).isTrue();
    assertThat(directory.names(".event")).isEmpty();
  }

  @Test
  void remove_aSecondTime_returnsFalse() throws Exception {
    Spool spool = directory.open();
    SpooledEvent event = spool.add(bytes("x"), 1, TIME);
    SpoolDirectory.remove(spool, event);

    assertThat(SpoolDirectory.remove(spool, event)).isFalse();
    assertThat(spool.read(event)).isNull();
    assertThat(directory.lost).isEmpty();
  }

  @Test
  void spool_thatIsNotUsed_leavesNothingOnDisk() throws Exception {
    Spool spool = directory.open();
    spool.adopt();
    spool.next();
    spool.close();

    assertThat(directory.path.getParent()).doesNotExist();
  }

  @Test
  void adopt_inAnEmptyDirectory_leavesNothingThere() throws Exception {
    Files.createDirectories(directory.path);
    directory.open().adopt();

    assertThat(directory.names("")).isEmpty();
  }

  @Test
  void files_areForTheirOwnerAlone() throws Exception {
    directory.open().add(bytes("x"), 1, TIME);
    assumeTrue(directory.path.getFileSystem().supportedFileAttributeViews().contains("posix"));

    assertThat(permissions(directory.path.getParent())).isEqualTo("rwx------");
    assertThat(permissions(directory.path)).isEqualTo("rwx------");
    assertThat(permissions(directory.only(".event"))).isEqualTo("rw-------");
    assertThat(permissions(directory.only(".lock"))).isEqualTo("rw-------");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void directory_thatExists_keepsItsPermissions() throws Exception {
    Files.createDirectories(directory.path);
    Files.setPosixFilePermissions(directory.path, PosixFilePermissions.fromString("rwxr-xr-x"));
    directory.open().add(bytes("x"), 1, TIME);

    assertThat(permissions(directory.path)).isEqualTo("rwxr-xr-x");
  }

  @Test
  void fileName_hasItsKind() throws Exception {
    directory.open().add(bytes("x"), 12, 5);

    assertThat(directory.only(".event").getFileName().toString())
        .matches("[0-9a-f]{8}-[0-9a-f]{16}-0000000000005-1-12\\.event");
    assertThat(Files.readString(directory.only(".event")))
        .isEqualTo("trackx-event 1 8cdc1683 1\nx");
  }

  @Test
  void add_outOfRange_isLimitedToTheRange() throws Exception {
    Spool spool = directory.open();
    SpooledEvent event = spool.add(bytes("x"), 0, -1);
    SpooledEvent large = spool.add(bytes("x"), Long.MAX_VALUE, Long.MAX_VALUE);

    assertThat(event.errors()).isEqualTo(1);
    assertThat(event.capturedMillis()).isZero();
    assertThat(FileName.parse(large.toString())).isEqualTo(large.name);
  }

  @Test
  void add_beyondTheNumberOfFiles_evictsTheOldest() throws Exception {
    Spool spool = directory.open(OWNER, 2, Spool.MAX_BYTES);
    spool.add(bytes("1"), 11, TIME);
    spool.add(bytes("2"), 12, TIME + 1);
    spool.add(bytes("3"), 13, TIME + 2);

    assertThat(directory.lost).containsExactly("EVICTED 11");
    assertThat(directory.names(".event")).hasSize(2);
    assertThat(drain(spool)).containsExactly("2", "3");
  }

  @Test
  void add_beyondTheNumberOfBytes_evictsAsManyAsNeeded() throws Exception {
    Spool spool = directory.open(OWNER, 10, 300);
    spool.add(new byte[50], 1, TIME);
    spool.add(new byte[50], 2, TIME + 1);
    spool.add(new byte[50], 3, TIME + 2);
    spool.add(new byte[180], 4, TIME + 3);

    assertThat(directory.lost).containsExactly("EVICTED 1", "EVICTED 2");
    assertThat(spool.size()).isEqualTo(2);
  }

  @Test
  void add_ofMoreThanAllMayHave_isRefusedAndEvictsNothing() throws Exception {
    Spool spool = directory.open(OWNER, 10, 300);
    spool.add(new byte[50], 1, TIME);

    assertThatThrownBy(() -> spool.add(new byte[300], 1, TIME)).isInstanceOf(SpoolFailure.class);
    assertThat(directory.lost).isEmpty();
    assertThat(directory.names(".tmp")).isEmpty();
    assertThat(spool.size()).isEqualTo(1);
  }

  @Test
  void room_ofWhatWasRemoved_isFreeAgain() throws Exception {
    Spool spool = directory.open(OWNER, 2, 300);
    for (int i = 0; i < 20; i++) {
      SpoolDirectory.remove(spool, spool.add(new byte[200], 1, TIME));
    }

    assertThat(directory.lost).isEmpty();
  }

  @Test
  void event_thatWasEvicted_canNeitherBeReadNorRemoved() throws Exception {
    Spool spool = directory.open(OWNER, 1, Spool.MAX_BYTES);
    SpooledEvent first = spool.add(bytes("1"), 1, TIME);
    spool.add(bytes("2"), 1, TIME + 1);

    assertThat(spool.read(first)).isNull();
    assertThat(SpoolDirectory.remove(spool, first)).isFalse();
    assertThat(directory.lost).hasSize(1);
  }

  @Test
  void clock_thatWasSetBack_losesNoneThatFits() throws Exception {
    Spool spool = directory.open(OWNER, 2, Spool.MAX_BYTES);
    spool.add(bytes("1"), 1, TIME);
    spool.add(bytes("2"), 2, TIME + 1);
    spool.add(bytes("back"), 3, TIME - 86_400_000);

    assertThat(directory.lost).containsExactly("EVICTED 1");
    assertThat(drain(spool)).containsExactly("back", "2");
  }

  @Test
  void close_ofAnEmptySpool_deletesItsLock() throws Exception {
    Spool spool = directory.open();
    SpoolDirectory.remove(spool, spool.add(bytes("x"), 1, TIME));
    spool.close();

    assertThat(directory.names("")).isEmpty();
  }

  @Test
  void close_leavesNoTraceInTheSystemProperties() throws Exception {
    Spool spool = directory.open();
    spool.add(bytes("x"), 1, TIME);
    String property = LiveRuns.PREFIX + spool.next().name.run; // others may be open in this JVM
    assertThat(System.getProperties()).containsKey(property);
    spool.close();

    assertThat(System.getProperties()).doesNotContainKey(property);
  }

  @Test
  void spool_thatIsClosed_refusesWithACheckedException() throws Exception {
    Spool spool = directory.open();
    SpooledEvent event = spool.add(bytes("x"), 1, TIME);
    spool.close();
    spool.close();

    assertThat(spool.next()).isNull();
    assertThat(spool.size()).isEqualTo(1);
    assertThatThrownBy(() -> spool.add(bytes("y"), 1, TIME)).isInstanceOf(SpoolFailure.class);
    assertThatThrownBy(() -> spool.read(event)).isInstanceOf(SpoolFailure.class);
    assertThatThrownBy(spool::adopt).isInstanceOf(SpoolFailure.class);
  }

  @Test
  void spool_thatWasClosedBeforeItsFirstUse_refuses() {
    Spool spool = directory.open();
    spool.close();

    assertThatThrownBy(() -> spool.add(bytes("y"), 1, TIME)).isInstanceOf(SpoolFailure.class);
    assertThat(directory.path).doesNotExist();
  }

  @Test
  void remove_ofWhatWasOnItsWayAtClose_deletesIt() throws Exception {
    Spool spool = directory.open();
    SpooledEvent event = spool.add(bytes("x"), 1, TIME);
    spool.close();

    assertThat(SpoolDirectory.remove(spool, event)).isTrue();
    assertThat(directory.names(".event")).isEmpty();
  }

  @Test
  void thread_thatIsInterrupted_writesReadsAndStaysInterrupted() throws Exception {
    Spool spool = directory.open();
    Thread.currentThread().interrupt();
    SpooledEvent event = spool.add(bytes("x"), 1, TIME);
    byte[] body = spool.read(event);
    SpooledEvent second = spool.add(bytes("y"), 1, TIME);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(body).isEqualTo(bytes("x"));
    assertThat(second.name.run).isEqualTo(event.name.run);
  }

  @Test
  void directory_withANameOfManyAlphabets_isFine(@TempDir Path temp) throws Exception {
    try (SpoolDirectory odd = new SpoolDirectory(temp.resolve("späße 変更 spool"))) {
      Spool spool = odd.open();
      spool.add(bytes("x"), 1, TIME);
      assertThat(drain(spool)).containsExactly("x");
    } catch (InvalidPathException e) {
      assumeTrue(false, "this JVM's file names are ASCII");
    }
  }

  @Test
  void listener_thatThrows_harmsNothing(@TempDir Path temp) throws Exception {
    Spool spool = new Spool(
        temp.resolve("spool"),
        OWNER,
        (event, why) -> {
          throw new IllegalStateException();
        },
        1,
        1000,
        new LocalDisk());
    spool.add(bytes("1"), 1, TIME);
    spool.add(bytes("2"), 1, TIME);

    assertThat(drain(spool)).containsExactly("2");
    spool.close();
  }
}
