package app.trackx.internal.http;

import java.io.IOException;

/** A decoder for chunked bodies (RFC 9112, 7.1) that works within the reader's buffer. */
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

  /** Returns the number of decoded bytes in the buffer. */
  int length() {
    return length;
  }

  /** Returns the index after the last chunk. */
  int end() {
    return next;
  }

  /** Reads at most that many bytes. Returns true if that was the whole body. */
  boolean read(int most) throws IOException {
    while (true) {
      int size = size();
      if (size == 0) {
        return trailer();
      }
      int wanted = Math.min(size, most - length);
      readPart(wanted);
      if (wanted < size) {
        return false;
      }
      next += size;
      line();
    }
  }

  /**
   * Reads some bytes of a chunk; if they do not all arrive, those that did are part of the body.
   */
  private void readPart(int wanted) throws IOException {
    try {
      reader.readUntil(next + wanted);
    } finally {
      int arrived = Math.min(wanted, reader.arrived() - next);
      reader.move(next, start + length, arrived);
      length += arrived;
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
    throw new IOException("a chunk of the response has no valid size");
  }

  /** Skips headers after the body, which are rare. */
  private boolean trailer() throws IOException {
    int from;
    do {
      from = next;
      line();
    } while (next - from > 2);
    return true;
  }

  /** Advances to after the next line feed. */
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
