package app.trackx.relay.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir
  Path parent;

  @Test
  void missingDirectory_isCreated_forItsOwnerAlone() throws IOException {
    Path path = parent.resolve("a/b");
    try (DataDirectory directory = DataDirectory.open(path)) {
      assertThat(directory.path()).isEqualTo(path);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void directoryInUse_isRefused_untilItIsClosed() throws IOException {
    try (DataDirectory directory = DataDirectory.open(parent)) {
      assertThatThrownBy(() -> DataDirectory.open(directory.path()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Another relay uses the directory");
    }
    DataDirectory.open(parent).close();
  }

  @Test
  void file_isNoDirectory() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");

    assertThatThrownBy(() -> DataDirectory.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--data");
  }

  @Test
  void directoryWithOtherFiles_isRejected_andLeftAsItWas() throws IOException {
    Files.writeString(parent.resolve("notes.txt"), "");
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThatThrownBy(() -> DataDirectory.open(parent))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("contains other files, such as notes.txt")
        .hasMessageContaining("--data");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent)))
        .isEqualTo("rwxr-xr-x");
  }

  @Test
  void restoredLog_isUsed_withoutItsLock() throws IOException {
    Files.writeString(parent.resolve("segment-0000000000000001.log"), "");
    Files.createDirectory(parent.resolve("lost+found"));

    DataDirectory.open(parent).close();
  }

  @Test
  void check_leavesADirectoryInUseAlone() throws IOException {
    try (DataDirectory directory = DataDirectory.open(parent)) {
      assertThatThrownBy(() -> DataDirectory.check(directory.path()))
          .hasMessageContaining("Another relay uses the directory");
      assertThat(parent.resolve("lock")).exists();
    }
    DataDirectory.check(parent);
    assertThat(parent.resolve("lock")).exists();
  }

  @Test
  void limitOfTheLog_isLoweredToTheRoomOnTheDisk() {
    Limits limits = Limits.of(1L << 30, 1L << 32);

    assertThat(limits.within(1L << 40)).isEqualTo(limits);
    assertThat(limits.within(100L << 20)).isEqualTo(new Limits(100L << 20, 25L << 20));
    assertThat(limits.within(0)).isEqualTo(new Limits(Limits.LEAST, Limits.LEAST / 4));
  }

  @Test
  void secret_isKeptForItsDay_andReplacedOnTheNext() {
    StoredSecret secret = new StoredSecret(parent);
    byte[] first = secret.of(100);

    assertThat(first).hasSize(32).isEqualTo(secret.of(100));
    assertThat(new StoredSecret(parent).of(100)).isEqualTo(first);
    byte[] second = new StoredSecret(parent).of(101);
    assertThat(second).isNotEqualTo(first);
    assertThat(new StoredSecret(parent).of(100)).isNotEqualTo(first);
  }

  @Test
  void damagedSecret_isReplaced() throws IOException {
    Files.writeString(parent.resolve("sessions.key"), "damaged");
    byte[] key = new StoredSecret(parent).of(1);

    assertThat(new StoredSecret(parent).of(1)).isEqualTo(key);
  }

  @Test
  void secretThatCannotBeStored_isUsed() {
    StoredSecret secret = new StoredSecret(parent.resolve("missing"));

    assertThat(secret.of(1)).isEqualTo(secret.of(1));
  }
}
