package app.trackx.internal.spool;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The content of an event's file: {@code trackx-event 1 <CRC-32> <length>} and a line feed, then
 * the body, byte for byte.
 *
 * <p>Reading generates the head again from the content after the first line and compares: so there
 * is exactly one valid form, and any flipped bit is detected.
 */
final class EventFile {
  /** The maximum length of the head. */
  static final int MAX_HEAD = 64;

  private EventFile() {}

  static byte[] head(byte[] body) {
    return head(body, 0);
  }

  private static byte[] head(byte[] content, int from) {
    CRC32 crc = new CRC32();
    crc.update(content, from, content.length - from);
    String digits = Long.toHexString(crc.getValue() | 1L << 32).substring(1);
    String line = "trackx-event 1 " + digits + ' ' + (content.length - from) + '\n';
    return line.getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns the body, or null if the content is not in the form of an event. */
  static byte @Nullable [] body(byte[] content) {
    int end = 0;
    while (end < content.length && end < MAX_HEAD && content[end] != '\n') {
      end++;
    }
    if (end >= content.length || content[end] != '\n') {
      return null;
    }
    byte[] head = head(content, end + 1);
    if (!Arrays.equals(head, Arrays.copyOf(content, end + 1))) {
      return null;
    }
    return Arrays.copyOfRange(content, end + 1, content.length);
  }
}
