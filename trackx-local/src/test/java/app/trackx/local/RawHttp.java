package app.trackx.local;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A persistent connection that sends requests unchanged: the JDK's clients drop, add or reject some of the
 * headers tested here.
 */
public final class RawHttp implements Closeable {
  public static final Map<String, String> BROWSER =
      Map.of("Origin", "https://shop.example.com", "User-Agent", "Java/17.0 (Linux; amd64)");

  private final Socket socket;
  private final InputStream in;

  public RawHttp(int port) throws IOException {
    this(InetAddress.getLoopbackAddress().getHostAddress(), port);
  }

  /** Connects to a loopback address; of IPv4 and IPv6, the connection's own address is of the same kind. */
  RawHttp(String address, int port) throws IOException {
    socket = new Socket(InetAddress.getByName(address), port);
    socket.setSoTimeout(60_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  public record Response(int status, Map<String, String> headers, String text) {}

  public Response event(TrackXLocal server, String json) throws IOException {
    return request("POST", pathOf(server) + "/event", BROWSER, json);
  }

  public Response ping(TrackXLocal server, Map<String, String> headers) throws IOException {
    return request("POST", pathOf(server) + "/ping", headers, "");
  }

  public static String pathOf(TrackXLocal server) {
    return server.endpoint().substring(server.endpoint().indexOf("/v1/"));
  }

  public Response request(String method, String path, Map<String, String> headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Map<String, String> fields = new LinkedHashMap<>(headers);
    if (method.equals("POST")) {
      fields.put("Content-Length", String.valueOf(bytes.length));
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(head(method, path, fields).getBytes(StandardCharsets.ISO_8859_1));
    all.write(bytes);
    all.writeTo(socket.getOutputStream()); // in one write: two writes would wait for a delayed ACK
    return response(method);
  }

  static String head(String method, String path, Map<String, String> headers) {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    head.append(headers.containsKey("Host") ? "" : "Host: localhost\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    return head.append("\r\n").toString();
  }

  public void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Response response(String method) throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] header = line.split(": *", 2);
      headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(method.equals("HEAD") ? 0 : length);
    return new Response(status, headers, new String(body, StandardCharsets.ISO_8859_1));
  }

  public Response get(String path) throws IOException {
    return request("GET", path, Map.of(), "");
  }

  /** Returns the next line of a streamed body. */
  public String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.ISO_8859_1).trim();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
