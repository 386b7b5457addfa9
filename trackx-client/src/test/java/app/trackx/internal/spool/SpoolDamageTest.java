package app.trackx.internal.spool;

import static app.trackx.internal.spool.SpoolDirectory.OWNER;
import static app.trackx.internal.spool.SpoolDirectory.TIME;
import static app.trackx.internal.spool.SpoolDirectory.bytes;
import static app.trackx.internal.spool.SpoolDirectory.drain;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that differ from what the spool wrote. */
@Timeout(60)
class SpoolDamageTest {
  private SpoolDirectory directory;

  @BeforeEach
  void open(@TempDir Path temp) {
    directory = new SpoolDirectory(temp.resolve("spool"));
  }

  @AfterEach
  void close() {
    directory.close();
  }

  private static byte[] damaged(byte[] content, String how) {
    switch (how) {
      case "empty":
        return new byte[0];
      case "cut in the head":
        return Arrays.copyOf(content, 9);
      case "cut after the head":
        return Arrays.copyOf(content, content.length - 4);
      case "cut":
        return Arrays.copyOf(content, content.length - 1);
      case "longer":
        return Arrays.copyOf(content, content.length + 1);
      case "zeros":
        return new byte[content.length];
      case "no line feed":
        byte[] spaces = new byte[10_000];
        Arrays.fill(spaces, (byte) ' ');
        return spaces;
      case "another version":
        content[13] = '2';
        return content;
      default:
        content[Integer.parseInt(how)] ^= 4;
        return content;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "empty",
        "cut in the head",
        "cut after the head",
        "cut",
        "longer",
        "zeros",
        "no line feed",
        "another version",
        "0",
        "14",
        "15",
        "22",
        "24",
        "25",
        "26",
        "28"
      })
  void file_thatIsDamaged_isSetAsideAndTheNextIsRead(String how) throws Exception {
    Spool spool = directory.open();
    spool.add(bytes("body"), 9, TIME);
    Path file = directory.only(".event");
    byte[] content = damaged(Files.readAllBytes(file), how);
    Files.write(file, content);
    spool.add(bytes("good"), 1, TIME + 1);

    assertThat(drain(spool)).containsExactly("good");
    assertThat(directory.lost).containsExactly("DAMAGED 9");
    assertThat(Files.readAllBytes(directory.only(".event.damaged"))).isEqualTo(content);
  }

  @Test
  void file_thatIsDamaged_isNotAdoptedAgain() throws Exception {
    directory.leave("1");
    Files.write(directory.only(".event"), new byte[3]);
    try (Spool next = directory.open()) {
      next.adopt();
      drain(next);
    }

    assertThat(directory.open().adopt().events()).isZero();
    assertThat(directory.lost).containsExactly("DAMAGED 1 earlier");
    assertThat(directory.names(".event.damaged")).hasSize(1);
  }

  @Test
  void file_thatIsTooLongToBeOurs_isSetAsideWithoutEvictingOthers() throws Exception {
    directory.leave("1", "2");
    Path file = directory.path.resolve(directory.names(".event").get(1));
    Files.write(file, new byte[2000]);
    Spool next = directory.open(OWNER, 10, 1000);
    next.adopt();

    assertThat(directory.lost).containsExactly("DAMAGED 1 earlier");
    assertThat(drain(next)).containsExactly("1");
  }

  @Test
  void file_thatGrewBeyondAllBounds_isNotReadIntoMemory() throws Exception {
    Spool spool = directory.open(OWNER, 10, 1000);
    spool.add(bytes("1"), 1, TIME);
    Files.write(directory.only(".event"), new byte[2000]);

    assertThat(drain(spool)).isEmpty();
    assertThat(directory.lost).containsExactly("DAMAGED 1");
  }

  @Test
  void damagedFiles_areBounded_theOldestGo() throws Exception {
    Spool spool = directory.open();
    for (int i = 0; i < DamagedFiles.MAX_FILES + 4; i++) {
      Path file = directory.path.resolve(spool.add(bytes("x"), 1, TIME + i).toString());
      Files.write(file, new byte[0]);
    }
    drain(spool);

    assertThat(directory.lost).hasSize(DamagedFiles.MAX_FILES + 4);
    List<String> kept = directory.names(".damaged");
    assertThat(kept).hasSize(DamagedFiles.MAX_FILES);
    assertThat(kept).noneMatch(name -> name.contains("-" + (TIME + 3) + "-"));
    assertThat(kept).anyMatch(name -> name.contains("-" + (TIME + 4) + "-"));
  }

  @Test
  void foreignFiles_areNotTouched() throws Exception {
    directory.leave("1");
    String ours = directory.only(".event").getFileName().toString();
    String stem = ours.replace(".event", "");
    String[] foreign = {
      "notes.txt",
      ".hidden",
      "x.event",
      "y.tmp",
      "z.lock",
      ours.toUpperCase(),
      ours + "~",
      stem + "0000000000000000.event",
      stem + "-1.event",
      "0" + ours,
      ours.replace(".event", ".ev"),
      stem.substring(0, 25) + ".event",
      stem.substring(0, 25) + "-1-1-1.event",
      stem.substring(0, 25) + "-01700000000000-1-1.event",
      stem.substring(0, 25) + "--1-1-1.event",
      stem.substring(0, 25) + "-1700000000000-1-0.event",
      stem.substring(0, 8) + ".lock",
      stem + ".lock",
      stem.substring(0, 25) + "-1700000000000-1-+1.event",
      stem.substring(0, 25) + "-1700000000000-1-\u0661.event"
    };
    for (String name : foreign) {
      Files.writeString(directory.path.resolve(name), "foreign");
    }
    Spool next = directory.open();

    assertThat(next.adopt().events()).isEqualTo(1);
    assertThat(drain(next)).containsExactly("1");
    next.close();
    assertThat(directory.names("")).containsExactlyInAnyOrder(foreign);
    for (String name : foreign) {
      assertThat(directory.path.resolve(name)).hasContent("foreign");
    }
  }

  @Test
  void foreignFiles_inThousands_doNotHurt() throws Exception {
    directory.leave("1");
    for (int i = 0; i < 5_000; i++) {
      Files.createFile(directory.path.resolve("foreign-" + i + ".event"));
    }
    long start = System.nanoTime();
    Spool next = directory.open();
    next.adopt();

    assertThat(drain(next)).containsExactly("1");
    assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {".event", ".tmp", ".lock", ".event.damaged"})
  void subdirectory_withANameOfOurs_isNotTouched(String end) throws Exception {
    directory.leave("1");
    String stem = directory.only(".event").getFileName().toString().replace(".event", "");
    String name = end.equals(".lock") ? stem.substring(0, 25) : stem.replace("-1-1", "-2-1");
    Path folder = directory.path.resolve(name + end);
    Files.deleteIfExists(folder);
    Files.createDirectory(folder);
    Spool next = directory.open();
    next.adopt();

    assertThat(drain(next)).isEqualTo(end.equals(".lock") ? List.of() : List.of("1"));
    assertThat(folder).isDirectory();
    assertThat(directory.lost).isEmpty();
  }

  @Test
  void link_withANameOfOurs_isSetAsideAndNotFollowed(@TempDir Path temp) throws Exception {
    directory.leave("1");
    Path file = directory.only(".event");
    Path secret = temp.resolve("secret");
    Files.move(file, secret);
    Files.createSymbolicLink(file, secret);
    Spool next = directory.open();
    next.adopt();

    assertThat(drain(next)).isEmpty();
    assertThat(directory.lost).containsExactly("DAMAGED 1 earlier");
    assertThat(directory.only(".event.damaged")).isSymbolicLink();
    assertThat(secret).exists();
  }

  @Test
  void link_thatReplacedAFile_isNotFollowed(@TempDir Path temp) throws Exception {
    Spool spool = directory.open();
    spool.add(bytes("1"), 1, TIME);
    Path file = directory.only(".event");
    Path secret = temp.resolve("secret");
    Files.move(file, secret);
    Files.createSymbolicLink(file, secret);

    assertThat(drain(spool)).isEmpty();
    assertThat(directory.lost).containsExactly("DAMAGED 1");
    assertThat(secret).exists();
  }

  @Test
  void link_inPlaceOfAnEndedRunsLock_isNotFollowed(@TempDir Path temp) throws IOException {
    directory.leave("1");
    Path lock = directory.only(".lock");
    Files.delete(lock);
    Path target = Files.writeString(temp.resolve("target"), "x");
    Files.createSymbolicLink(lock, target);
    Spool next = directory.open();

    assertThat(next.adopt().problem()).isInstanceOf(SpoolFailure.class);
    assertThat(next.isEmpty()).isTrue();
    assertThat(target).hasContent("x");
  }
}
