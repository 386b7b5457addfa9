package app.trackx.internal.spool;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the file of an event: {@code trackx-event 1 <CRC-32> <length>} and a line feed,
 * then the body, byte by byte.
 *
 * <p>Reading writes the head anew over what follows the first line and compares: so there is one
 * form and no other, and a bit that flipped anywhere shows.
 */
final class EventFile {
  /** The longest head. */
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

  /** The body, or null if that is not how an event was written. */
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
