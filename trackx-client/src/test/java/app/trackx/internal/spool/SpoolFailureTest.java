package app.trackx.internal.spool;

import static app.trackx.internal.spool.SpoolDirectory.OWNER;
import static app.trackx.internal.spool.SpoolDirectory.TIME;
import static app.trackx.internal.spool.SpoolDirectory.bytes;
import static app.trackx.internal.spool.SpoolDirectory.drain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A failing disk causes a checked exception, and the spool continues. */
@Timeout(60)
class SpoolFailureTest {
  private Path temp;
  private SpoolDirectory directory;

  @BeforeEach
  void open(@TempDir Path temp) {
    this.temp = temp;
    directory = new SpoolDirectory(temp.resolve("spool"));
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"directory", "makeDirectory", "createLock", "tryLock", "exists", "write", "move"})
  void add_withAFaultyDisk_failsCleanlyAndWorksOnceItIsMended(String operation) throws Exception {
    Spool spool = directory.open();
    directory.disk.fail(operation, "No space left on device");

    assertThatThrownBy(() -> spool.add(bytes("1"), 1, TIME))
        .isInstanceOf(SpoolFailure.class)
        .hasMessageContaining("No space left on device");
    directory.disk.mend();
    assertThat(spool.isEmpty()).isTrue();
    spool.add(bytes("2"), 1, TIME);
    assertThat(drain(spool)).containsExactly("2");
    assertThat(directory.names("")).hasSize(1); // only its lock, and no incomplete file
  }

  @Test
  void add_thatFails_takesNoRoom() throws Exception {
    Spool spool = directory.open(OWNER, 2, Spool.MAX_BYTES);
    directory.disk.fail("move", "Input/output error");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> spool.add(bytes("x"), 1, TIME)).isInstanceOf(SpoolFailure.class);
    }
    directory.disk.mend();
    spool.add(bytes("1"), 1, TIME);
    spool.add(bytes("2"), 1, TIME + 1);

    assertThat(directory.lost).isEmpty();
    assertThat(drain(spool)).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"write", "move", "delete"})
  void add_thatFails_evictsNothing(String operation) throws Exception {
    Spool spool = directory.open(OWNER, 2, Spool.MAX_BYTES);
    spool.add(bytes("1"), 1, TIME);
    if (!operation.equals("move")) {
      spool.add(bytes("2"), 1, TIME + 1);
    }
    int before = spool.size();
    directory.disk.fail(operation, "Input/output error");

    assertThatThrownBy(() -> spool.add(bytes("3"), 1, TIME)).isInstanceOf(SpoolFailure.class);
    assertThat(spool.size()).isEqualTo(before);
    assertThat(directory.lost).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        SecurityException.class,
        UnsupportedOperationException.class,
        OutOfMemoryError.class
      })
  void add_whenTheJdkThrowsSomethingElse_leavesTheSpoolUsable(Class<? extends Throwable> type)
      throws Exception {
    Spool spool = directory.open(OWNER, 1, Spool.MAX_BYTES);
    spool.add(bytes("0"), 1, TIME);
    directory.disk.fault = (operation, file) -> {
      if (operation.equals("move")) {
        SpoolFailureTest.<RuntimeException>sneak(type);
      }
    };

    assertThatThrownBy(() -> spool.add(bytes("1"), 1, TIME))
        .isInstanceOf(type == OutOfMemoryError.class ? type : SpoolFailure.class);
    directory.disk.mend();
    spool.add(bytes("2"), 1, TIME);
    spool.add(bytes("3"), 1, TIME);
    assertThat(drain(spool)).containsExactly("3");
    assertThat(directory.names(".tmp")).isEmpty();
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Class<? extends Throwable> type) throws E {
    try {
      throw (E) type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void adopt_whereFilesCannotBeLocked_reportsWhyAndAdoptsNothing() throws Exception {
    directory.leave("1");
    directory.disk.fail("tryLock", "No locks available");
    Spool next = directory.open();

    assertThat(next.adopt().problem()).hasMessageContaining("No locks available");
    assertThat(next.isEmpty()).isTrue();
    directory.disk.mend();
    next.adopt();
    assertThat(drain(next)).containsExactly("1");
  }

  @Test
  void add_whereFilesCannotBeLocked_isRefused() {
    directory.disk.fail("tryLock", "No locks available");
    Spool spool = directory.open();

    assertThatThrownBy(() -> spool.add(bytes("1"), 1, TIME))
        .isInstanceOf(SpoolFailure.class)
        .hasMessageContaining("file locks")
        .hasMessageContaining("No locks available");
  }

  @ParameterizedTest
  @ValueSource(strings = {"directory", "list", "createLock"})
  void adopt_withAFaultyDisk_fails(String operation) throws Exception {
    directory.leave("1");
    directory.disk.fail(operation, "Read-only file system");
    Spool next = directory.open();

    assertThatThrownBy(next::adopt)
        .isInstanceOf(SpoolFailure.class)
        .hasMessageContaining("Read-only file system");
    directory.disk.mend();
    assertThat(next.adopt().events()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"openLock", "attributes", "move"})
  void adopt_ofFilesThatCannotBeAdopted_leavesThemAndReports(String operation) throws Exception {
    directory.leave("1");
    directory.disk.fail(operation, "Permission denied");
    Spool next = directory.open();

    Adopted adopted = next.adopt();

    assertThat(adopted.events()).isZero();
    assertThat(adopted.problem()).hasMessageContaining("Permission denied");
    directory.disk.mend();
    assertThat(next.adopt().events()).isEqualTo(1);
  }

  @Test
  void adopt_ofTooManyThatCannotBeDeleted_reports() throws Exception {
    directory.leave("1", "2");
    Spool next = directory.open(OWNER, 1, Spool.MAX_BYTES);
    directory.disk.fault = (operation, file) -> {
      if (operation.equals("delete") && file.toString().endsWith(".event")) {
        throw new IOException("Input/output error");
      }
    };

    Adopted adopted = next.adopt();

    assertThat(adopted.events()).isEqualTo(2);
    assertThat(adopted.problem()).hasMessageContaining("make room");
    assertThat(next.size()).isEqualTo(2);
    assertThat(directory.lost).isEmpty();
  }

  @Test
  void add_thatIsOvertakenByClose_evictsNothingThatTheNextRunMayHave() throws Exception {
    Spool spool = directory.open(OWNER, 1, Spool.MAX_BYTES);
    spool.add(bytes("1"), 1, TIME);
    directory.disk.fault = (operation, file) -> {
      if (operation.equals("write")) {
        spool.close();
      }
    };

    assertThatThrownBy(() -> spool.add(bytes("2"), 1, TIME)).isInstanceOf(SpoolFailure.class);
    directory.disk.mend();
    assertThat(directory.open().adopt().events()).isEqualTo(1);
    assertThat(directory.lost).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "read, Too many open files",
    "read, Stale file handle",
    "attributes, Input/output error",
    "owner, Stale file handle"
  })
  void read_withAFaultyDisk_failsAndTheEventGoesOnWaiting(String operation, String reason)
      throws Exception {
    Spool spool = directory.open();
    SpooledEvent event = spool.add(bytes("1"), 1, TIME);
    directory.disk.fail(operation, reason);

    assertThatThrownBy(() -> spool.read(event)).isInstanceOf(SpoolFailure.class);
    directory.disk.mend();
    assertThat(spool.next()).isSameAs(event);
    assertThat(directory.lost).isEmpty();
    assertThat(drain(spool)).containsExactly("1");
  }

  @Test
  void read_whileTheVolumeIsAway_failsAndTheEventGoesOnWaiting() throws Exception {
    Spool spool = directory.open();
    SpooledEvent event = spool.add(bytes("1"), 1, TIME);
    Path away = Files.move(directory.path, temp.resolve("away"));

    assertThatThrownBy(() -> spool.read(event)).isInstanceOf(SpoolFailure.class);
    Files.createDirectory(directory.path); // the mount point
    assertThatThrownBy(() -> spool.read(event)).isInstanceOf(SpoolFailure.class);
    Files.delete(directory.path);
    Files.move(away, directory.path);
    assertThat(directory.lost).isEmpty();
    assertThat(drain(spool)).containsExactly("1");
  }

  @Test
  void read_ofAFileThatIsClosedToUs_failsAndTheEventGoesOnWaiting() throws Exception {
    Spool spool = directory.open();
    SpooledEvent event = spool.add(bytes("1"), 4, TIME);
    directory.disk.fault = (operation, file) -> {
      if (operation.equals("read")) {
        throw new AccessDeniedException(file.toString());
      }
    };

    assertThatThrownBy(() -> spool.read(event)).isInstanceOf(SpoolFailure.class);
    directory.disk.mend();
    assertThat(directory.lost).isEmpty();
    assertThat(drain(spool)).containsExactly("1");
  }

  @Test
  void damage_thatCannotBeSetAside_isNotFatal() throws Exception {
    Spool spool = directory.open();
    spool.add(bytes("1"), 1, TIME);
    Files.write(directory.only(".event"), new byte[0]);
    directory.disk.fail("move", "Read-only file system");

    assertThat(drain(spool)).isEmpty();
    assertThat(directory.lost).containsExactly("DAMAGED 1");
  }

  @Test
  void remove_withAFaultyDisk_failsAndTheEventWaitsNoLonger() throws Exception {
    Spool spool = directory.open();
    SpooledEvent event = spool.add(bytes("1"), 1, TIME);
    directory.disk.fail("delete", "Read-only file system");

    assertThatThrownBy(() -> SpoolDirectory.remove(spool, event)).isInstanceOf(SpoolFailure.class);
    assertThat(spool.isEmpty()).isTrue();
    spool.close();
  }

  @Test
  void directory_thatIsAFile_isRefused() throws IOException {
    Files.writeString(directory.path, "a file");
    Spool spool = directory.open();

    assertThatThrownBy(() -> spool.add(bytes("1"), 1, TIME))
        .isInstanceOf(SpoolFailure.class)
        .hasMessageContaining("not a directory");
    assertThatThrownBy(spool::adopt).isInstanceOf(SpoolFailure.class);
    assertThat(directory.path).hasContent("a file");
  }

  @Test
  void directory_belowAFile_isRefused() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "a file");
    try (Spool spool = new Spool(file.resolve("spool"), OWNER, (event, why) -> {})) {
      assertThatThrownBy(() -> spool.add(bytes("1"), 1, TIME)).isInstanceOf(SpoolFailure.class);
      assertThatThrownBy(spool::adopt).isInstanceOf(SpoolFailure.class);
    }
  }

  @Test
  void directory_thatIsReadOnly_isAFailure() throws IOException {
    Path readOnly = Files.createDirectory(
        directory.path,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
    assumeFalse(Files.isWritable(readOnly), "permissions do not bind this user");

    assertThatThrownBy(() -> directory.open().add(bytes("1"), 1, TIME))
        .isInstanceOf(SpoolFailure.class);
    Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void directory_thatIsALink_isFollowed() throws Exception {
    Path real = Files.createDirectory(
        temp.resolve("real"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.createSymbolicLink(directory.path, real);
    Spool spool = directory.open();
    spool.add(bytes("1"), 1, TIME);

    assertThat(drain(spool)).containsExactly("1");
  }

  @Test
  void directory_thatIsDeletedMeanwhile_isMadeAnew() throws Exception {
    Spool spool = directory.open();
    spool.add(bytes("1"), 3, TIME);
    Files.delete(directory.only(".event"));
    Files.delete(directory.only(".lock"));
    Files.delete(directory.path);
    spool.add(bytes("2"), 1, TIME + 1);

    assertThat(drain(spool)).containsExactly("2");
    assertThat(directory.lost).containsExactly("GONE 3");
    assertThat(directory.open().adopt().events()).isZero();
  }

  @Test
  void add_whileAnotherThreadHangsInTheDisk_isNotHeldUp() throws Exception {
    Spool spool = directory.open();
    spool.add(bytes("0"), 1, TIME);
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Thread main = Thread.currentThread();
    directory.disk.fault = (operation, file) -> {
      if (operation.equals("write") && Thread.currentThread() != main) {
        hanging.countDown();
        await(release);
      }
    };
    CompletableFuture<SpooledEvent> stuck = CompletableFuture.supplyAsync(() -> {
      try {
        return spool.add(bytes("stuck"), 1, TIME + 1);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
    await(hanging);

    spool.add(bytes("exit"), 1, TIME + 2);

    assertThat(spool.size()).isEqualTo(2);
    release.countDown();
    stuck.get(10, TimeUnit.SECONDS);
    assertThat(drain(spool)).containsExactly("0", "stuck", "exit");
  }

  @Test
  void add_whileTheRunCannotBegin_failsAfterABoundedTime() throws Exception {
    Spool spool = directory.open();
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    directory.disk.fault = (operation, file) -> {
      if (operation.equals("createLock")) {
        hanging.countDown();
        await(release);
      }
    };
    CompletableFuture<Void> stuck = CompletableFuture.runAsync(() -> {
      try {
        spool.add(bytes("stuck"), 1, TIME);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
    await(hanging);

    assertThatThrownBy(() -> spool.add(bytes("exit"), 1, TIME))
        .isInstanceOf(SpoolFailure.class)
        .hasMessageContaining("another thread");
    release.countDown();
    stuck.get(10, TimeUnit.SECONDS);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
