package app.trackx.relay.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads the records of a file. A record that fails its checksum is skipped: at the end of the file it is what was being
 * written when the process was killed, and no one was told that it is safe; before the end the disk has damaged it, and the
 * reader goes on at the next record that is intact.
 */
final class SegmentReader implements AutoCloseable {
  private static final int WINDOW = 1024 * 1024;

  /** So far the reader looks for the next intact record. */
  private static final int MOST_SKIPPED = 2 * RecordBuffer.LONGEST;

  private final FileChannel channel;
  private final long size;
  private byte[] window = new byte[WINDOW];
  private long windowAt;
  private int windowLength;
  private long damaged;
  private long torn;

  SegmentReader(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
    size = channel.size();
  }

  /** Receives records in the order of the file. */
  interface Sink {
    void record(RecordType type, long time, byte[] payload) throws IOException;
  }

  /** Reads the whole file. */
  void read(Sink sink) throws IOException {
    long at = Segment.MAGIC.length;
    if (size < at || !Arrays.equals(bytes(0, Segment.MAGIC.length), Segment.MAGIC)) {
      torn = size;
      return;
    }
    while (at < size) {
      int length = lengthAt(at);
      if (length < 0) {
        long next = intactAfter(at + 1);
        if (next < 0) {
          torn = size - at;
          return;
        }
        damaged += next - at;
        at = next;
        continue;
      }
      byte[] record = bytes(at + RecordBuffer.HEADER, length);
      ByteBuffer fields = ByteBuffer.wrap(record);
      RecordType type = RecordType.of(fields.get());
      sink.record(
          type, fields.getLong(), Arrays.copyOfRange(record, RecordBuffer.PREFIX, record.length));
      at += RecordBuffer.HEADER + length;
    }
  }

  /** Returns the number of bytes that were skipped between intact records. */
  long damaged() {
    return damaged;
  }

  /** Returns the number of bytes after the last intact record. */
  long torn() {
    return torn;
  }

  /** Returns the length of the intact record there; -1 if there is none. */
  private int lengthAt(long at) throws IOException {
    if (size - at < RecordBuffer.HEADER + RecordBuffer.PREFIX) {
      return -1;
    }
    load(at, RecordBuffer.HEADER + 1);
    ByteBuffer header = ByteBuffer.wrap(window, (int) (at - windowAt), RecordBuffer.HEADER + 1);
    int length = header.getInt();
    int checksum = header.getInt();
    if (length < RecordBuffer.PREFIX
        || length > RecordBuffer.LONGEST
        || length > size - at - RecordBuffer.HEADER
        || !RecordType.isCode(header.get())) {
      return -1;
    }
    load(at, RecordBuffer.HEADER + length);
    int from = (int) (at - windowAt) + RecordBuffer.HEADER;
    return RecordBuffer.checksum(length, window, from) == checksum ? length : -1;
  }

  private long intactAfter(long from) throws IOException {
    long end = Math.min(size, from + MOST_SKIPPED);
    for (long at = from; at < end; at++) {
      if (lengthAt(at) >= 0) {
        return at;
      }
    }
    return -1;
  }

  private byte[] bytes(long at, int length) throws IOException {
    load(at, length);
    int from = (int) (at - windowAt);
    return Arrays.copyOfRange(window, from, from + length);
  }

  /** Makes the window contain these bytes of the file. */
  private void load(long at, int length) throws IOException {
    if (at >= windowAt && at + length <= windowAt + windowLength) {
      return;
    }
    if (window.length < length) {
      window = new byte[length];
    }
    ByteBuffer target = ByteBuffer.wrap(window, 0, (int) Math.min(window.length, size - at));
    while (target.hasRemaining()) {
      if (channel.read(target, at + target.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    windowAt = at;
    windowLength = target.position();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
