package app.trackx.internal.spool;

import static app.trackx.internal.spool.SpoolDirectory.drain;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several JVMs that share a directory. */
@Timeout(120)
class SpoolProcessTest {
  private SpoolDirectory directory;

  @BeforeEach
  void open(@TempDir Path temp) {
    directory = new SpoolDirectory(temp.resolve("spool"));
  }

  @AfterEach
  void close() {
    directory.close();
  }

  private SpoolProgram.Running writer(int events) throws Exception {
    return SpoolProgram.start("write", directory.path.toString(), Integer.toString(events))
        .awaitReady();
  }

  @Test
  void kill_losesNothingThatIsOnDisk() throws Exception {
    writer(3).kill();
    Spool next = directory.open();

    assertThat(next.adopt().errors()).isEqualTo(6);
    assertThat(drain(next)).containsExactly("event 0", "event 1", "event 2");
    assertThat(directory.lost).isEmpty();
  }

  @Test
  void run_ofAnotherJvmThatLives_isLeftAlone() throws Exception {
    try (SpoolProgram.Running live = writer(3)) {
      assertThat(directory.open().adopt().events()).isZero();
      assertThat(directory.names(".event")).hasSize(3);

      // and checking has not released its lock
      assertThat(SpoolProgram.start("probe", directory.only(".lock").toString()).result())
          .containsExactly("LOCKED");
    }
  }

  @Test
  void adopters_inTwoJvmsAtOnce_getEachEventOnce() throws Exception {
    writer(300).kill();
    List<String> all = new ArrayList<>();
    try (SpoolProgram.Running a = SpoolProgram.start("adopt", directory.path.toString());
        SpoolProgram.Running b = SpoolProgram.start("adopt", directory.path.toString())) {
      a.awaitReady();
      b.awaitReady();
      a.go();
      b.go();
      all.addAll(a.result());
      all.addAll(b.result());
    }
    Spool last = directory.open();
    last.adopt();
    all.addAll(drain(last)); // files that one saw as locked while the other adopted them

    assertThat(all).hasSize(300).doesNotHaveDuplicates().noneMatch(line -> line.contains("LOST"));
  }
}
