package app.trackx.faults;

import app.trackx.testing.RawServer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** One request to a {@link FaultyServer}, and what the server said to it. */
public final class Exchange {
  /** What the client may know of the end of a request that was read in full. */
  public enum Verdict {
    /** The server said that it took it. */
    TAKEN,
    /** The server said that it did not take it. */
    TURNED_DOWN,
    /** The server said nothing: nobody but itself knows whether it took it. */
    UNANSWERED
  }

  private final FaultyServer server;
  private final Socket socket;
  private final InputStream in;
  private final long startedAt = System.nanoTime();
  private volatile JsonObject body = new JsonObject();
  private volatile String head = "";
  private volatile Verdict verdict = Verdict.UNANSWERED;

  Exchange(FaultyServer server, Socket socket, InputStream in) {
    this.server = server;
    this.socket = socket;
    this.in = in;
  }

  /** Reads the request to its end; from then on it is one of the server's exchanges. */
  public void read() throws IOException {
    String request = RawServer.read(in);
    if (request == null || socket.isClosed()) { // a read that began before a kill may still end
      throw new EOFException("the client gave up within a request, or the server was killed");
    }
    int end = request.indexOf("\r\n\r\n");
    head = request.substring(0, end);
    String json = new String(
        request.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    if (!json.isEmpty()) {
      body = JsonParser.parseString(json).getAsJsonObject();
    }
    server.read(this);
  }

  /** Answers with a status, headers such as {@code "Retry-After: 1"}, and no body. */
  public void answer(int status, String... headers) throws IOException {
    StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Of a test\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    // before the client can know it, so that who sees the client's counters sees this too
    verdict = status / 100 == 2 ? Verdict.TAKEN : Verdict.TURNED_DOWN;
    write(text + "Content-Length: 0\r\n\r\n");
  }

  /** Answers with a page for a browser, as a login or a challenge does. */
  public void answerPage(int status) throws IOException {
    String page = "<!doctype html><title>Please log in</title>";
    verdict = Verdict.TURNED_DOWN;
    write("HTTP/1.1 " + status + " Of a test\r\nContent-Type: text/html; charset=utf-8\r\n"
        + "Content-Length: " + page.length() + "\r\n\r\n" + page);
  }

  /** Says that it took the request, as far as the client can understand it; writes nothing. */
  void took() {
    verdict = Verdict.TAKEN;
  }

  /** Writes some bytes of an answer. */
  public void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Breaks the connection with a reset (RST). */
  public void reset() throws IOException {
    FaultyServer.reset(socket);
  }

  /** Waits so long, or until the server is closed. */
  public void pause(long millis) throws InterruptedException {
    server.pause(millis, TimeUnit.MILLISECONDS);
  }

  public FaultyServer server() {
    return server;
  }

  public Verdict verdict() {
    return verdict;
  }

  /** Request line and headers. */
  public String head() {
    return head;
  }

  /** The names of the headers. */
  public Set<String> headerNames() {
    Set<String> names = new TreeSet<>();
    for (String line : head.split("\r\n")) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        names.add(line.substring(0, colon));
      }
    }
    return names;
  }

  /** The body, an empty object if there was none. */
  public JsonObject body() {
    return body;
  }

  /** Everything that was read, as text. */
  public String text() {
    return head + "\n" + body;
  }

  /** The marker in the message, such as {@code E-000123}; empty if there is none. */
  public String marker() {
    JsonElement message = body.get("message");
    return message == null ? "" : Marked.markerIn(message.getAsString());
  }

  /** How many errors this event stands for. */
  public long occurrences() {
    JsonElement count = meta().get("occurrences");
    return count == null ? 1 : count.getAsLong();
  }

  public JsonObject meta() {
    JsonObject meta = body.getAsJsonObject("meta");
    return meta == null ? new JsonObject() : meta;
  }

  public boolean isEvent() {
    return head.contains("/event ");
  }

  /** When its first byte came, by {@link System#nanoTime()}. */
  public long startedAt() {
    return startedAt;
  }

  @Override
  public String toString() {
    return marker() + " x" + occurrences() + " " + verdict;
  }
}
