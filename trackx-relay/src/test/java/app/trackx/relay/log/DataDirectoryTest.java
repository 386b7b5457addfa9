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
