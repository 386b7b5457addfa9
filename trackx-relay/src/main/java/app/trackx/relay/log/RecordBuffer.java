package app.trackx.relay.log;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Records to be written together. Each is: length of the rest but the checksum (4 bytes), CRC-32C of that length and the rest
 * (4), type (1), time in milliseconds (8), payload. All numbers are big-endian. Confined to one thread.
 */
final class RecordBuffer {
  static final int HEADER = 8;

  /** Type and time. */
  static final int PREFIX = 9;

  /** No record is longer: an aggregate with two bodies is about 2 MiB. */
  static final int LONGEST = 8 * 1024 * 1024;

  private byte[] bytes = new byte[64 * 1024];
  private int end;

  void add(RecordType type, long time, byte[] payload) {
    int length = PREFIX + payload.length;
    room(HEADER + length);
    ByteBuffer record = ByteBuffer.wrap(bytes, end, HEADER + length);
    record.putInt(length);
    record.putInt(0);
    record.put(type.code());
    record.putLong(time);
    record.put(payload);
    ByteBuffer.wrap(bytes).putInt(end + 4, checksum(length, bytes, end + HEADER));
    end += HEADER + length;
  }

  static int checksum(int length, byte[] bytes, int from) {
    CRC32C crc = new CRC32C();
    crc.update(length >>> 24);
    crc.update(length >>> 16);
    crc.update(length >>> 8);
    crc.update(length);
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  int size() {
    return end;
  }

  /** Forgets what was added after it had that size. */
  void truncate(int size) {
    end = size;
  }

  /** Forgets everything, and the memory of an unusually large batch. */
  void clear() {
    end = 0;
    if (bytes.length > 4 * 1024 * 1024) {
      bytes = new byte[64 * 1024];
    }
  }

  ByteBuffer toWrite() {
    return ByteBuffer.wrap(bytes, 0, end);
  }

  private void room(int more) {
    if (bytes.length - end < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + more));
    }
  }
}
