package app.trackx.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one response from a connection (RFC 9112): the head, and as much of the body as somebody may
 * look at. Keeps what it has read in one buffer, which exists before the request is sent: without
 * memory for it, the event would be sent and then sent again.
 */
final class ResponseReader {
  private static final int FIRST_BYTES = 2 * 1024;
  private static final int LONGEST_HEAD = 64 * 1024;

  /** So much of a body is read; a connection with more of it is not used again. */
  static final int BODY_BYTES = 1024;

  private final InputStream in;
  private byte[] bytes = new byte[FIRST_BYTES];
  private int end;
  private int body;
  private int status;
  private String head = "";
  private boolean reusable;

  ResponseReader(InputStream in) {
    this.in = in;
  }

  /** Whether the server has sent anything. */
  boolean hasBegun() {
    return end > 0;
  }

  /** Reads the head of the final response, past interim ones such as {@code 103}. */
  void readHead() throws IOException {
    int start = 0;
    do {
      body = endOfHead(start);
      status = status(start);
      head = new String(bytes, start, body - start, StandardCharsets.ISO_8859_1);
      start = body;
    } while (status / 100 == 1);
  }

  int status() {
    return status;
  }

  /** From the status line to the empty line, both included. */
  String head() {
    return head;
  }

  /** Whether the response has been read in full and the server keeps the connection open. */
  boolean isReusable() {
    return reusable;
  }

  /** Reads the start of the body; what of it arrived if it breaks off or takes too long. */
  String readBody() {
    int length = isChunked() ? readChunks() : readPlain();
    return new String(bytes, body, length, StandardCharsets.UTF_8);
  }

  private int readChunks() {
    ChunkedBody chunks = new ChunkedBody(this, body);
    try {
      reusable = chunks.read(BODY_BYTES) && chunks.end() == end && keepsAlive();
    } catch (IOException slowOrBroken) {
      // what arrived, then
    }
    return chunks.length();
  }

  private int readPlain() {
    int expected = contentLength();
    int wanted = Math.min(expected, BODY_BYTES);
    try {
      readUntil(body + wanted);
      reusable = wanted == expected && end == body + expected && keepsAlive();
    } catch (IOException slowOrBroken) {
      // what arrived, then
    }
    return Math.min(wanted, end - body);
  }

  private boolean isChunked() {
    String encoding = HttpResponse.headerOf(head, "Transfer-Encoding");
    return encoding != null && encoding.equalsIgnoreCase("chunked") && !isWithoutBody();
  }

  private boolean isWithoutBody() {
    return status == 204 || status == 304;
  }

  /** Bytes of the body; the greatest number if it goes on until the connection closes. */
  private int contentLength() {
    if (isWithoutBody()) {
      return 0;
    }
    String length = HttpResponse.headerOf(head, "Content-Length");
    try {
      return length == null ? Integer.MAX_VALUE : Math.max(0, Integer.parseInt(length));
    } catch (NumberFormatException hugeOrGarbage) {
      return Integer.MAX_VALUE;
    }
  }

  private boolean keepsAlive() {
    String connection = HttpResponse.headerOf(head, "Connection");
    return head.startsWith("HTTP/1.1")
        && (connection == null || connection.equalsIgnoreCase("keep-alive"));
  }

  /** The index after the empty line that ends a head. */
  private int endOfHead(int start) throws IOException {
    int lineFeeds = 0;
    for (int i = start; ; i++) {
      readUntil(i + 1);
      if (bytes[i] == '\n') {
        lineFeeds++;
      } else if (bytes[i] != '\r') {
        lineFeeds = 0;
      }
      if (lineFeeds == 2) {
        return i + 1;
      }
    }
  }

  /** The number in {@code HTTP/1.1 200 OK}. */
  private int status(int start) throws IOException {
    String line = new String(bytes, start, Math.min(12, end - start), StandardCharsets.ISO_8859_1);
    if (line.length() == 12 && line.startsWith("HTTP/1.") && line.charAt(8) == ' ') {
      int number = 0;
      for (int i = 9; i < 12; i++) {
        char digit = line.charAt(i);
        number = digit < '0' || digit > '9' ? -1_000_000 : 10 * number + (digit - '0');
      }
      if (number >= 100) {
        return number;
      }
    }
    throw new IOException("the response is not HTTP/1.1");
  }

  byte at(int index) {
    return bytes[index];
  }

  /** Moves bytes that were read to where the body ends so far. */
  void move(int from, int to, int count) {
    System.arraycopy(bytes, from, bytes, to, count);
  }

  /** Reads until the buffer holds that many bytes. */
  void readUntil(int wanted) throws IOException {
    while (end < wanted) {
      if (end == bytes.length) {
        grow();
      }
      int count = in.read(bytes, end, bytes.length - end);
      if (count < 0) {
        throw new EOFException("the connection was closed within the response");
      }
      end += count;
    }
  }

  private void grow() throws IOException {
    if (bytes.length >= LONGEST_HEAD) {
      throw new IOException("the head of the response is longer than " + LONGEST_HEAD + " bytes");
    }
    bytes = Arrays.copyOf(bytes, 2 * bytes.length);
  }
}
