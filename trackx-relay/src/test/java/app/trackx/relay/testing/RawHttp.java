package app.trackx.relay.testing;

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

/** A persistent connection that sends requests unchanged: the JDK's clients add or reject some headers. */
public final class RawHttp implements Closeable {
  private final Socket socket;
  private final InputStream in;

  public RawHttp(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  public RawHttp(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(40_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** An answer. */
  public record Response(int status, Map<String, String> headers, String text) {}

  public static Map<String, String> client() {
    return Map.of("Origin", Requests.ORIGIN, "User-Agent", Requests.AGENT);
  }

  public static Map<String, String> clientWith(String name, String value) {
    Map<String, String> headers = new LinkedHashMap<>(client());
    headers.put(name, value);
    return headers;
  }

  public Response event(String json) throws IOException {
    return request("POST", "/v1/" + Requests.KEY + "/event", client(), json);
  }

  public Response get(String path) throws IOException {
    return request("GET", path, Map.of(), "");
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
    all.writeTo(socket.getOutputStream());
    return response(method);
  }

  private static String head(String method, String path, Map<String, String> headers) {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    head.append(headers.containsKey("Host") ? "" : "Host: localhost\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    return head.append("\r\n").toString();
  }

  public void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public Response response() throws IOException {
    return response("GET");
  }

  /** Reads the response to a request with this method. */
  public Response response(String method) throws IOException {
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

  private String line() throws IOException {
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
