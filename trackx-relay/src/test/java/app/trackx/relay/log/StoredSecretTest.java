package app.trackx.relay.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredSecretTest {
  @TempDir
  Path directory;

  @Test
  void key_ofADay_isTheSameAfterARestart() {
    byte[] key = new StoredSecret(directory).of(100);

    assertThat(new StoredSecret(directory).of(100)).isEqualTo(key);
    assertThat(new StoredSecret(directory).of(101)).isNotEqualTo(key);
  }

  /** A request that came before midnight may be the last to ask. */
  @Test
  void keysOfBothDays_areKeptAroundMidnight() {
    StoredSecret secret = new StoredSecret(directory);
    byte[] before = secret.of(100);
    byte[] after = secret.of(101);

    assertThat(secret.of(100)).isEqualTo(before);
    assertThat(secret.of(101)).isEqualTo(after);
    assertThat(new StoredSecret(directory).of(101)).isEqualTo(after);
  }

  @Test
  void request_ofTheDayBefore_doesNotReplaceTheKeyOnDisk() {
    byte[] after = new StoredSecret(directory).of(101);
    StoredSecret restarted = new StoredSecret(directory);
    restarted.of(100);

    assertThat(restarted.of(101)).isEqualTo(after);
    assertThat(new StoredSecret(directory).of(101)).isEqualTo(after);
  }

  @Test
  void key_isForgotten_onceItsDayIsLongOver() {
    StoredSecret secret = new StoredSecret(directory);
    byte[] key = secret.of(100);
    secret.of(101);
    secret.of(102);

    assertThat(secret.of(100)).isNotEqualTo(key);
  }
}
