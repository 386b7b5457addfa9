package app.trackx.relay.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentLogTest {
  @TempDir
  Path directory;

  private TestDisk disk;
  private SegmentLog log;

  @BeforeEach
  void open() {
    disk = new TestDisk();
    log = new SegmentLog(directory, disk);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static RecordBuffer records(String... payloads) {
    RecordBuffer records = new RecordBuffer();
    for (String payload : payloads) {
      records.add(RecordType.SIGHTING, 1, bytes(payload));
    }
    return records;
  }

  private void roll(String... state) throws IOException {
    log.roll(
        (records, flush) -> {
          for (String payload : state) {
            records.add(RecordType.AGGREGATE, 1, bytes(payload));
            flush.now();
          }
        },
        1);
  }

  /** Returns what another log reads there. */
  private List<String> recovered() throws IOException {
    List<List<String>> attempts = new ArrayList<>();
    new SegmentLog(directory, disk).recover(() -> {
      List<String> state = new ArrayList<>();
      attempts.add(state);
      return (type, time, payload) -> {
        if (type != RecordType.END_OF_SNAPSHOT) {
          state.add(new String(payload, StandardCharsets.UTF_8));
        }
      };
    });
    return attempts.isEmpty() ? List.of() : attempts.get(attempts.size() - 1);
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().contains("segment-")).sorted().toList();
    }
  }

  @Test
  void emptyDirectory_isAnEmptyState() throws IOException {
    assertThat(recovered()).isEmpty();
  }

  @Test
  void appended_isRead_afterTheSnapshot() throws IOException {
    roll("a", "b");
    log.append(records("c", "d"), true);
    log.append(records("e"), false);
    log.close();

    assertThat(recovered()).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void roll_deletesWhatTheSnapshotReplaces() throws IOException {
    roll("a");
    log.append(records("b"), true);
    roll("ab");
    log.append(records("c"), true);
    log.close();

    assertThat(segments()).hasSize(1);
    assertThat(recovered()).containsExactly("ab", "c");
  }

  @Test
  void tornTail_atEveryByteOfTheLastRecord_losesThatRecordAlone() throws IOException {
    roll("a");
    log.append(records("first"), true);
    long before = Files.size(segments().get(0));
    log.append(records("the last record"), true);
    log.close();
    byte[] whole = Files.readAllBytes(segments().get(0));

    for (int length = (int) before; length < whole.length; length++) {
      Files.write(segments().get(0), Arrays.copyOf(whole, length));
      assertThat(recovered()).containsExactly("a", "first");
    }
    Files.write(segments().get(0), whole);
    assertThat(recovered()).containsExactly("a", "first", "the last record");
  }

  @Test
  void anyByteDamaged_losesAtMostItsRecord() throws IOException {
    roll("snapshot");
    log.append(records("one", "two", "three"), true);
    log.close();
    byte[] whole = Files.readAllBytes(segments().get(0));
    int first = whole.length - 3 * (RecordBuffer.HEADER + RecordBuffer.PREFIX) - 11;

    for (int at = first; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(segments().get(0), damaged);
      List<String> left = recovered();
      assertThat(left)
          .hasSize(3)
          .isSubsetOf("snapshot", "one", "two", "three")
          .contains("snapshot");
    }
    assertThat(directory.resolve("damaged.log")).exists();
  }

  @Test
  void zeroesAtTheEnd_areNoRecords() throws IOException {
    roll("a");
    log.append(records("b"), true);
    log.close();
    byte[] whole = Files.readAllBytes(segments().get(0));

    Files.write(segments().get(0), Arrays.copyOf(whole, whole.length + 100_000));

    assertThat(recovered()).containsExactly("a", "b");
  }

  @Test
  void snapshotCutAnywhere_leavesTheSegmentBefore() throws IOException {
    roll("old");
    log.append(records("x"), true);
    byte[] old = Files.readAllBytes(segments().get(0));
    Path oldFile = segments().get(0);
    roll("new", "state");
    log.close();
    Path newFile = segments().get(0);
    byte[] whole = Files.readAllBytes(newFile);
    Files.write(oldFile, old);

    for (int length = 0; length < whole.length; length++) {
      Files.write(newFile, Arrays.copyOf(whole, length));
      assertThat(recovered()).containsExactly("old", "x");
    }
    Files.write(newFile, whole);
    assertThat(recovered()).containsExactly("new", "state");
  }

  @Test
  void failedAppend_needsANewSegment() throws IOException {
    roll("a");
    disk.full = true;
    assertThatThrownBy(() -> log.append(records("b"), true)).isInstanceOf(IOException.class);
    disk.full = false;

    assertThatThrownBy(() -> log.append(records("c"), true)).isInstanceOf(IOException.class);
    roll("a");
    log.append(records("c"), true);
    log.close();
    assertThat(recovered()).containsExactly("a", "c");
  }

  @Test
  void failedRoll_leavesTheSegmentBefore() throws IOException {
    roll("a");
    log.append(records("b"), true);
    disk.full = true;
    assertThatThrownBy(() -> roll("ab")).isInstanceOf(IOException.class);
    disk.full = false;
    log.append(records("c"), true);
    log.close();

    assertThat(segments()).hasSize(1);
    assertThat(recovered()).containsExactly("a", "b", "c");
  }

  @Test
  void largeRecords_areRead() throws IOException {
    String large = "x".repeat(3 * 1024 * 1024);
    roll(large);
    log.append(records("small", large, "small"), true);
    log.close();

    assertThat(recovered()).containsExactly(large, "small", large, "small");
  }

  @Test
  void foreignFiles_areLeftAlone() throws IOException {
    Path foreign = Files.writeString(directory.resolve("segment-notes.log"), "mine");
    roll("a");
    log.close();

    assertThat(foreign).hasContent("mine");
    assertThat(recovered()).containsExactly("a");
  }
}
