package app.trackx.relay.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only log on disk, in segments. Each segment begins with a snapshot of the state, so that it needs no earlier one:
 * those are deleted once the snapshot is on the disk. After a start or a failed write the log goes on in a new segment, so it
 * never writes behind bytes of which it does not know whether they are on the disk. Confined to one thread.
 */
final class SegmentLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentLog.class);
  private static final String PREFIX = "segment-";
  private static final String SUFFIX = ".log";
  private static final int CHUNK = 1024 * 1024;

  private final Path directory;
  private final Segment.Opener opener;
  private @Nullable Segment open;
  private long number;
  private long appended;
  private long snapshot;

  SegmentLog(Path directory, Segment.Opener opener) {
    this.directory = directory;
    this.opener = opener;
  }

  /** Returns how many bytes the segments in a directory take and may take, if nothing else is written to the disk. */
  static long roomIn(Path directory) throws IOException {
    long room = Files.getFileStore(directory).getUsableSpace();
    for (Path file : segments(directory)) {
      room += Files.size(file);
    }
    return room;
  }

  /** Writes the records of a snapshot. */
  interface Snapshot {
    /** Adds all records, and calls {@code flush} now and then, so that the buffer stays small. */
    void writeTo(RecordBuffer records, Flush flush) throws IOException;
  }

  /** Writes what the buffer holds, if that is much, and clears it. */
  interface Flush {
    void now() throws IOException;
  }

  /**
   * Reads the newest segment with a complete snapshot, and what follows in it. To be called once, before {@link #roll}. If no
   * segment has a complete snapshot, reads what is intact of the oldest one.
   *
   * @param fresh returns an empty state for another attempt
   */
  void recover(Fresh fresh) throws IOException {
    List<Path> files = segments();
    Collections.reverse(files);
    for (Path file : files) {
      number = Math.max(number, numberOf(file));
    }
    for (Path file : files) {
      boolean[] complete = new boolean[1];
      SegmentReader.Sink state = fresh.state();
      try (SegmentReader reader = new SegmentReader(file)) {
        reader.read((type, time, payload) -> {
          complete[0] |= type == RecordType.END_OF_SNAPSHOT;
          state.record(type, time, payload);
        });
        boolean last = file.equals(files.get(files.size() - 1));
        if (complete[0] || last) {
          noteDamage(file, reader, complete[0]);
          return;
        }
      }
    }
  }

  /** Creates an empty state. */
  interface Fresh {
    SegmentReader.Sink state();
  }

  private void noteDamage(Path file, SegmentReader reader, boolean complete) throws IOException {
    if (reader.damaged() > 0 || (!complete && reader.torn() > 0)) {
      Path kept = directory.resolve("damaged.log");
      Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
      LOG.warn(
          "The relay's log is damaged: {} bytes in the middle of {} are unreadable. Errors recorded there are lost. The file"
              + " was copied to {}. Check the disk.",
          reader.damaged() + (complete ? 0 : reader.torn()),
          file.getFileName(),
          kept.getFileName());
    } else if (reader.torn() > 0) {
      LOG.info(
          "The relay's log ends with an incomplete record ({} bytes). No client was told that it is stored.",
          reader.torn());
    }
  }

  /** Begins a new segment with a snapshot, and deletes all earlier ones. If it fails, the earlier ones stay. */
  void roll(Snapshot state, long now) throws IOException {
    Path file =
        directory.resolve(String.format(Locale.ROOT, "%s%016d%s", PREFIX, ++number, SUFFIX));
    Segment next = opener.create(file);
    try {
      next.write(ByteBuffer.wrap(Segment.MAGIC));
      RecordBuffer records = new RecordBuffer();
      long[] size = {Segment.MAGIC.length};
      state.writeTo(records, () -> {
        if (records.size() >= CHUNK) {
          size[0] += flush(next, records);
        }
      });
      records.add(RecordType.END_OF_SNAPSHOT, now, new byte[0]);
      size[0] += flush(next, records);
      next.force();
      forceDirectory();
      snapshot = size[0];
    } catch (IOException | RuntimeException e) {
      closeQuietly(next);
      Files.deleteIfExists(file);
      throw e;
    }
    fail();
    open = next;
    appended = 0;
    for (Path old : segments()) {
      if (!old.equals(file)) {
        Files.deleteIfExists(old);
      }
    }
  }

  private static int flush(Segment segment, RecordBuffer records) throws IOException {
    int size = records.size();
    segment.write(records.toWrite());
    records.clear();
    return size;
  }

  /**
   * Appends records.
   *
   * @param force whether to return only when they are on the disk
   * @throws IOException if it is unknown what was written; then {@link #roll} must come next
   */
  void append(RecordBuffer records, boolean force) throws IOException {
    Segment segment = open;
    if (segment == null) {
      throw new IOException("the last write failed");
    }
    try {
      segment.write(records.toWrite());
      if (force) {
        segment.force();
      }
      appended += records.size();
    } catch (IOException e) {
      fail();
      throw e;
    }
  }

  /** Returns whether records may be appended. */
  boolean isOpen() {
    return open != null;
  }

  /** Returns the bytes appended since the snapshot. */
  long appended() {
    return appended;
  }

  /** Returns the size of the segment. */
  long size() {
    return snapshot + appended;
  }

  private void fail() {
    Segment broken = open;
    open = null;
    if (broken != null) {
      closeQuietly(broken);
    }
  }

  private static void closeQuietly(Segment segment) {
    try {
      segment.close();
    } catch (IOException e) {
      LOG.debug("a segment of the log cannot be closed", e);
    }
  }

  private List<Path> segments() throws IOException {
    return segments(directory);
  }

  private static List<Path> segments(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return new ArrayList<>(files.filter(file -> numberOf(file) >= 0).sorted().toList());
    }
  }

  private static long numberOf(Path file) {
    String name = file.getFileName().toString();
    if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) {
      return -1;
    }
    try {
      return Long.parseLong(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
    } catch (NumberFormatException foreign) {
      return -1;
    }
  }

  /** Puts a new name on the disk. Not every system can; those that cannot do it without being asked. */
  private void forceDirectory() {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException notHere) {
      LOG.debug("this system cannot force a directory to disk", notHere);
    }
  }

  @Override
  public void close() throws IOException {
    Segment segment = open;
    open = null;
    if (segment != null) {
      try (segment) {
        segment.force();
      }
    }
  }
}
