package app.trackx.internal.http;

import java.io.IOException;

/** Takes a body in chunks (RFC 9112, 7.1) together, within the buffer that it was read to. */
final class ChunkedBody {
  private static final int LONGEST_LINE = 256;

  private final ResponseReader reader;
  private final int start;
  private int next;
  private int length;

  ChunkedBody(ResponseReader reader, int start) {
    this.reader = reader;
    this.start = start;
    this.next = start;
  }

  /** Bytes of the body that are in the buffer, from the start on. */
  int length() {
    return length;
  }

  /** Where in the buffer the last chunk ended. */
  int end() {
    return next;
  }

  /** Reads so many bytes at most. True if that was the whole body. */
  boolean read(int most) throws IOException {
    while (true) {
      int size = size();
      if (size == 0) {
        return trailer();
      }
      int wanted = Math.min(size, most - length);
      reader.readUntil(next + wanted);
      reader.move(next, start + length, wanted);
      length += wanted;
      if (wanted < size) {
        return false;
      }
      next += size;
      line();
    }
  }

  private int size() throws IOException {
    int from = next;
    int size = 0;
    line();
    for (int i = from; i < next; i++) {
      int digit = Character.digit((char) reader.at(i), 16);
      if (digit < 0) {
        return i > from ? size : malformed();
      }
      if (size > Integer.MAX_VALUE >> 5) {
        return malformed();
      }
      size = 16 * size + digit;
    }
    return malformed();
  }

  private static int malformed() throws IOException {
    throw new IOException("a chunk of the response has no size");
  }

  /** Skips headers after the body, of which there are hardly ever any. */
  private boolean trailer() throws IOException {
    int from;
    do {
      from = next;
      line();
    } while (next - from > 2);
    return true;
  }

  /** Goes on to after the next line feed. */
  private void line() throws IOException {
    int from = next;
    do {
      if (next - from > LONGEST_LINE) {
        malformed();
      }
      reader.readUntil(next + 1);
    } while (reader.at(next++) != '\n');
  }
}
