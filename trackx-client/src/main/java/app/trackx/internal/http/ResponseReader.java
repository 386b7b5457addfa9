package app.trackx.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A reader of one response (RFC 9112): the head and the part of the body that the client uses. It
 * keeps everything in one buffer, allocated before the request is sent: if the allocation failed
 * later, the event would be sent twice.
 */
final class ResponseReader {
  private static final int FIRST_BYTES = 2 * 1024;
  private static final String STATUS_LINE = "HTTP/1.# ###";
  private static final int FIRST_STATUS = 100;
  private static final int LONGEST_HEAD = 64 * 1024;

  /** The maximum number of body bytes to read; a connection with a longer body is not reused. */
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

  /** Returns whether the server has sent anything. */
  boolean hasStarted() {
    return end > 0;
  }

  /** Reads the head of the final response, skipping interim ones such as {@code 103}. */
  void readHead() throws IOException {
    int start = 0;
    do {
      status = status(start);
      body = endOfHead(start);
      head = new String(bytes, start, body - start, StandardCharsets.ISO_8859_1);
      start = body;
    } while (status / 100 == 1);
  }

  int status() {
    return status;
  }

  /** Returns the head, including the status line and the empty line. */
  String head() {
    return head;
  }

  /** Returns whether the response was read completely and the server keeps the connection open. */
  boolean isReusable() {
    return reusable;
  }

  /** Reads the start of the body; only a part of it if it breaks off or takes too long. */
  String readBody() {
    int length = isChunked() ? readChunks() : readPlain();
    return new String(bytes, body, length, StandardCharsets.UTF_8);
  }

  private int readChunks() {
    ChunkedBody chunks = new ChunkedBody(this, body);
    try {
      reusable = chunks.read(BODY_BYTES) && chunks.end() == end && keepsAlive();
    } catch (IOException slowOrBroken) {
      // use what has arrived
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
      // use what has arrived
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

  /**
   * Returns the length of the body; {@code Integer.MAX_VALUE} if it extends until the connection
   * closes.
   */
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

  /** Returns the index after the empty line that ends a head. */
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

  /**
   * Reads the number in {@code HTTP/1.1 200 OK}. Recognizes another protocol by its first byte,
   * because such a server may wait for more of a request.
   */
  private int status(int start) throws IOException {
    int number = 0;
    for (int i = 0; i < STATUS_LINE.length(); i++) {
      readUntil(start + i + 1);
      char actual = (char) (bytes[start + i] & 0xff);
      char expected = STATUS_LINE.charAt(i);
      boolean digit = actual >= '0' && actual <= '9';
      if (expected == '#' ? !digit : actual != expected) {
        throw notHttp();
      }
      number = expected == '#' ? 10 * number + (actual - '0') : 0;
    }
    if (number < FIRST_STATUS) {
      throw notHttp();
    }
    return number;
  }

  private static ProtocolException notHttp() {
    return new ProtocolException("the response is not HTTP/1.1");
  }

  /** Returns the number of bytes in the buffer. */
  int arrived() {
    return end;
  }

  byte at(int index) {
    return bytes[index];
  }

  /** Moves bytes that were read to the current end of the body. */
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
        throw new EOFException("the connection was closed during the response");
      }
      end += count;
    }
  }

  private void grow() throws IOException {
    if (bytes.length >= LONGEST_HEAD) {
      throw new ProtocolException(
          "the head of the response is longer than " + LONGEST_HEAD + " bytes");
    }
    bytes = Arrays.copyOf(bytes, 2 * bytes.length);
  }
}
