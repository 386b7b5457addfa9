package app.trackx.peers;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads the HTTP/1.1 requests of one connection. */
final class RequestReader {
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  private final InputStream in;
  private final OutputStream out;
  private int length;
  private boolean chunked;
  private boolean expectsContinue;
  private boolean close;
  private String encoding = "";

  RequestReader(InputStream in, OutputStream out) {
    this.in = new BufferedInputStream(in, 65_536);
    this.out = out;
  }

  /** A request; {@code last} if the client closes the connection after it. */
  record Request(byte[] body, String encoding, int wireBytes, boolean last) {}

  /** Returns the next request, or null at the end of the connection. */
  Request next() throws IOException {
    String line = line();
    if (line == null) {
      return null;
    }
    int headBytes = line.length() + 2;
    length = 0;
    chunked = false;
    expectsContinue = false;
    close = false;
    encoding = "";
    for (line = line(); line != null && !line.isEmpty(); line = line()) {
      headBytes += line.length() + 2;
      header(line);
    }
    if (expectsContinue) {
      out.write(CONTINUE.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
    byte[] body = chunked ? chunks() : exactly(length);
    return new Request(body, encoding, headBytes + 2 + body.length, close);
  }

  private void header(String line) {
    int colon = line.indexOf(':');
    String value = line.substring(colon + 1).trim().toLowerCase(Locale.ROOT);
    switch (line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT)) {
      case "content-length" -> length = Integer.parseInt(value);
      case "transfer-encoding" -> chunked = value.equals("chunked");
      case "content-encoding" -> encoding = value;
      case "connection" -> close = value.equals("close");
      case "expect" -> expectsContinue = true;
      default -> {}
    }
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(16_384);
    while (true) {
      String size = line();
      if (size == null) {
        throw new EOFException();
      }
      int bytes = Integer.parseInt(size.replaceFirst(";.*", "").trim(), 16);
      body.write(exactly(bytes));
      line();
      if (bytes == 0) {
        return body.toByteArray();
      }
    }
  }

  private byte[] exactly(int bytes) throws IOException {
    byte[] read = in.readNBytes(bytes);
    if (read.length < bytes) {
      throw new EOFException();
    }
    return read;
  }

  /** Returns a line without its end, or null at the end of the connection. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int b = in.read();
    while (b >= 0 && b != '\n') {
      if (b != '\r') {
        line.append((char) b);
      }
      b = in.read();
    }
    return b < 0 ? null : line.toString();
  }
}
