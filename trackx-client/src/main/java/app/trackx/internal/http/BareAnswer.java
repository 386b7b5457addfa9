package app.trackx.internal.http;

import app.trackx.transport.Outcome;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the answer to a {@link BarePost}, of which so much is kept and no more. */
final class BareAnswer {
  private static final int MOST = 8 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final long deadline;
  private final byte[] bytes = new byte[MOST];
  private int end;

  BareAnswer(Socket socket, long deadline) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.deadline = deadline;
  }

  /** What the answer means. Throws if none comes in time, or what comes is none. */
  Outcome read() throws IOException {
    int start = 0;
    int body;
    try {
      body = endOfHead(start);
    } catch (EOFException | SocketException closed) {
      BarePost.millisUntil(deadline); // throws if it was closed because time is up
      if (end > 0) {
        throw closed;
      }
      return Outcome.closedWithoutAnswer();
    }
    int status = status(start);
    while (status / 100 == 1) { // the real one follows
      start = body;
      body = endOfHead(start);
      status = status(start);
    }
    String head = new String(bytes, start, body - start, StandardCharsets.ISO_8859_1);
    Function<String, @Nullable String> headers = new Function<String, @Nullable String>() {
      @Override
      public @Nullable String apply(String name) {
        return header(head, name + ":");
      }
    };
    return Outcome.ofResponse(
        status, headers, Answers.hasWords(status) ? words(head, body) : text(body, end - body));
  }

  /** Where the empty line after the head ends. */
  private int endOfHead(int start) throws IOException {
    int lineFeeds = 0;
    for (int i = start; ; i++) {
      if (i == end) {
        readMore();
      }
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

  private void readMore() throws IOException {
    if (end == MOST) {
      throw new IOException("an answer without end");
    }
    socket.setSoTimeout(BarePost.millisUntil(deadline));
    int count = in.read(bytes, end, MOST - end);
    if (count < 0) {
      throw new EOFException("an answer without an end of its head");
    }
    end += count;
  }

  /** The number in {@code HTTP/1.1 200 OK}. */
  private int status(int start) throws IOException {
    String line = new String(bytes, start, Math.min(12, end - start), StandardCharsets.ISO_8859_1);
    if (line.length() == 12 && line.startsWith("HTTP/1.") && line.charAt(8) == ' ') {
      int status = 0;
      for (int i = 9; i < 12; i++) {
        char digit = line.charAt(i);
        status = digit < '0' || digit > '9' ? -1_000_000 : 10 * status + (digit - '0');
      }
      if (status >= 100) {
        return status;
      }
    }
    throw new IOException("no answer of HTTP");
  }

  private static @Nullable String header(String head, String name) {
    for (int line = head.indexOf('\n'); line >= 0; line = head.indexOf('\n', line + 1)) {
      if (head.regionMatches(true, line + 1, name, 0, name.length())) {
        return head.substring(line + 1 + name.length(), head.indexOf('\n', line + 1))
            .trim();
      }
    }
    return null;
  }

  /** The first of the body; what comes of it in time. */
  private String words(String head, int body) {
    String length = header(head, "Content-Length:");
    int wanted = Answers.WORDS_BYTES;
    try {
      if (length != null) {
        wanted = (int) Math.min(wanted, Long.parseLong(length));
      }
      while (end - body < wanted) {
        readMore();
      }
    } catch (IOException | NumberFormatException slowOrBroken) {
      // what came of it, then
    }
    return text(body, Math.min(wanted, end - body));
  }

  /** That much of the body, which is there; for a page it need not be waited for. */
  private String text(int body, int count) {
    int least = Math.max(0, Math.min(Answers.WORDS_BYTES, count));
    return new String(bytes, body, least, StandardCharsets.UTF_8);
  }
}
