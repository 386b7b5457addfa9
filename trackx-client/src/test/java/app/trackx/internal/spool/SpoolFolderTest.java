package app.trackx.internal.spool;

import static app.trackx.internal.spool.SpoolDirectory.TIME;
import static app.trackx.internal.spool.SpoolDirectory.bytes;
import static app.trackx.internal.spool.SpoolDirectory.drain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories that others can access, and files that others may have put there. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpoolFolderTest {
  private SpoolDirectory directory;

  @BeforeEach
  void open(@TempDir Path temp) throws IOException {
    assumeTrue(temp.getFileSystem().supportedFileAttributeViews().contains("unix"));
    directory = new SpoolDirectory(temp.resolve("spool"));
    Files.createDirectory(directory.path);
  }

  @AfterEach
  void close() {
    directory.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"777", "2777", "1777", "770", "2775", "707"})
  void sharedVolume_getsADirectoryOfOurOwn(String mode) throws Exception {
    chmod(directory.path, mode);
    directory.leave("1");

    assertThat(permissions(own())).isEqualTo("rwx------");
    assertThat(directory.names("")).containsExactly(own().getFileName().toString());
    assertThat(mode(directory.path)).isEqualTo(Integer.parseInt(mode, 8));
  }

  @Test
  void sharedVolumeOfAnother_getsADirectoryOfOurOwn() throws Exception {
    chmod(directory.path, "2777");
    directory.disk.foreign = directory.path::equals;
    directory.leave("1");

    assertThat(adoptAll()).containsExactly("1");
    assertThat(own()).isDirectory();
  }

  @Test
  void directoriesOfOurOwn_areSharedByAllRunsOfThisUser() throws Exception {
    chmod(directory.path, "1777");
    directory.leave("1");
    directory.leave("2");

    assertThat(adoptAll()).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void directoryOfAnother_isRefused_andWhatWasPlantedIsNotSent() throws Exception {
    directory.leave("1");
    chmod(directory.path, "755");
    directory.disk.foreign = directory.path::equals;
    Spool spool = directory.open();

    assertThatThrownBy(spool::adopt)
        .isInstanceOf(SpoolFailure.class)
        .hasMessageContaining("belongs to another user")
        .hasMessageContaining("chown");
    assertThatThrownBy(() -> spool.add(bytes("2"), 1, TIME)).isInstanceOf(SpoolFailure.class);
    assertThat(spool.isEmpty()).isTrue();
  }

  @Test
  void directoryThatReallyIsAnothers_isRefused() throws Exception {
    directory.leave("1");
    chmod(directory.path, "755");
    giveAway(directory.path);

    assertThatThrownBy(directory.open()::adopt).hasMessageContaining("belongs to another user");
  }

  @ParameterizedTest
  @ValueSource(strings = {"directory", "link", "file", "pipe"})
  void ownName_thatAnotherHasTaken_isNotUsed(String what) throws Exception {
    chmod(directory.path, "1777");
    Path taken = own();
    plant(what, taken);
    directory.disk.foreign = taken::equals;
    directory.leave("1");

    assertThat(directory.path.resolve(taken.getFileName() + "-1")).isDirectory();
    assertThat(adoptAll()).containsExactly("1");
  }

  @Test
  void ownNames_thatOthersHaveAllTaken_areRefusedWithAdvice() throws Exception {
    chmod(directory.path, "1777");
    for (String end : new String[] {"", "-1", "-2", "-3"}) {
      Files.createFile(directory.path.resolve(own().getFileName() + end));
    }
    Spool spool = directory.open();

    assertThatThrownBy(() -> spool.add(bytes("1"), 1, TIME))
        .isInstanceOf(SpoolFailure.class)
        .hasMessageContaining("choose another directory");
  }

  @Test
  void fileSystemThatIgnoresPermissions_isRefusedWithAdvice() throws Exception {
    chmod(directory.path, "777");
    directory.disk.fault = (operation, file) -> {
      if (operation.equals("directory") && Files.isDirectory(file)) {
        chmod(file, "777");
      }
    };
    Spool spool = directory.open();

    assertThatThrownBy(() -> spool.add(bytes("1"), 1, TIME))
        .isInstanceOf(SpoolFailure.class)
        .hasMessageContaining("dir_mode=0700");
  }

  @Test
  void fileSystemThatShowsAnotherOwnerForAll_isUsed() throws Exception {
    directory.disk.foreign = file -> true;
    directory.leave("1");

    assertThat(adoptAll()).containsExactly("1");
  }

  @Test
  void ownDirectory_thatWasOpenedToTheGroup_isClosedAndItsEventsAreTaken() throws Exception {
    chmod(directory.path, "2777");
    directory.leave("1");
    chmod(own(), "2770"); // as Kubernetes does for the fsGroup of a pod

    assertThat(adoptAll()).containsExactly("1");
    assertThat(permissions(own())).isEqualTo("rwx------");
  }

  @Test
  void givenDirectory_thatWasOpenedToTheGroup_isClosedIfEventsAreInIt() throws Exception {
    directory.leave("1");
    chmod(directory.path, "2770");

    assertThat(adoptAll()).containsExactly("1");
    assertThat(permissions(directory.path)).isEqualTo("rwx------");
  }

  @Test
  void probes_leaveNothingBehind() throws Exception {
    Spool spool = directory.open();
    spool.adopt();

    assertThat(directory.names("")).isEmpty();
  }

  @Test
  void directoryThatReplacesOurs_isNotReadFrom(@TempDir Path elsewhere) throws Exception {
    Spool spool = directory.open();
    SpooledEvent event = spool.add(bytes("1"), 1, TIME);
    directory.disk.fault = (operation, file) -> {
      if (operation.equals("read")) {
        Files.move(directory.path, elsewhere.resolve("ours"));
        Files.createDirectory(directory.path);
        Files.copy(elsewhere.resolve("ours").resolve(event.toString()), file);
      }
    };

    assertThatThrownBy(() -> spool.read(event)).hasMessageContaining("replaced");
  }

  @Test
  void eventOfAnother_isNeitherTakenNorSent_andTheOthersAre() throws Exception {
    directory.leave("1", "2");
    String planted = directory.names(".event").get(0);
    directory.disk.foreign = file -> file.endsWith(planted);
    Spool next = directory.open();

    Adopted adopted = next.adopt();

    assertThat(adopted.problem()).hasMessageContaining("belongs to another user");
    assertThat(drain(next)).containsExactly("2");
    assertThat(directory.path.resolve(planted)).exists();
  }

  @Test
  void eventThatBecameAnothers_isSetAside() throws Exception {
    Spool spool = directory.open();
    spool.add(bytes("1"), 1, TIME);
    directory.disk.foreign = file -> file.toString().endsWith(".event");

    assertThat(drain(spool)).isEmpty();
    assertThat(directory.lost).containsExactly("DAMAGED 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipe", "link", "directory"})
  void lockThatIsNoFile_costsItsOwnRunAlone(String what) throws Exception {
    directory.leave("1");
    Path lock = directory.only(".lock");
    Files.delete(lock);
    plant(what, lock);
    directory.leave("2");
    Spool next = directory.open();

    Adopted adopted = next.adopt();

    assertThat(adopted.problem()).hasMessageContaining("delete it");
    assertThat(drain(next)).containsExactly("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {".event", ".tmp"})
  void pipeWithANameOfOurs_doesNotBlock(String end) throws Exception {
    directory.leave("1", "2");
    String name = directory.names(".event").get(0);
    Path planted = directory.path.resolve(name.replace(".event", end));
    Files.deleteIfExists(planted);
    plant("pipe", planted);
    Spool next = directory.open();
    next.adopt();

    assertThat(drain(next)).contains("2");
  }

  @Test
  void openLock_ofAPipe_doesNotBlock() throws Exception {
    Path pipe = directory.path.resolve("pipe");
    plant("pipe", pipe);
    try (FileChannel channel = new LocalDisk().openLock(pipe)) {
      assertThat(channel.isOpen()).isTrue();
    } catch (FileSystemException e) {
      // not every system opens a pipe for both
    }
  }

  private Path own() throws IOException {
    return directory.path.resolve("trackx-" + Files.getAttribute(directory.path, "unix:uid"));
  }

  private List<String> adoptAll() throws IOException {
    Spool spool = directory.open();
    assertThat(spool.adopt().problem()).isNull();
    return drain(spool);
  }

  private static void plant(String what, Path path) throws Exception {
    switch (what) {
      case "directory":
        Files.createDirectory(path);
        break;
      case "link":
        Files.createSymbolicLink(path, path.getParent().getParent());
        break;
      case "file":
        Files.createFile(path);
        break;
      default:
        run("mkfifo", path.toString());
    }
  }

  private static void giveAway(Path path) throws IOException {
    try {
      Files.setAttribute(path, "unix:uid", 12_345);
    } catch (FileSystemException notRoot) {
      assumeTrue(false, "only root may give files away");
    }
  }

  private static void chmod(Path path, String mode) throws IOException {
    Files.setAttribute(path, "unix:mode", Integer.parseInt(mode, 8));
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode") & 07777;
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }
}
