package app.trackx.transport.kafka;

import app.trackx.internal.kafka.PartitionKey;
import app.trackx.transport.TransportRequest;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request as the record that a relay would write for it; the format is described at {@code Received} of
 * the relay, and a test of the relay compares the two. Instead of a token of the source, which only relays can
 * make, the record names the source itself. Confined to the thread of {@link BoundedCalls}.
 */
final class RequestRecord {
  static final int MAX_SOURCE = 255;

  private static final int VERSION = 1;
  private static final int HEAD = 1024;

  /** The calls in the order of their numbers. */
  private static final List<String> CALLS = Arrays.asList("event", "ping", "report");

  private volatile @Nullable String source;

  RequestRecord(@Nullable String source) {
    this.source = source;
  }

  /**
   * Returns the record of a request.
   *
   * @throws IOException if the URL is none of TrackX's API
   */
  ProducerRecord<byte[], byte[]> of(String topic, TransportRequest request) throws IOException {
    String url = request.url();
    int call = url.lastIndexOf('/');
    int kind = CALLS.indexOf(url.substring(call + 1));
    if (kind < 0) {
      throw new IOException("no call of TrackX's API");
    }
    String project = url.substring(url.lastIndexOf('/', call - 1) + 1, call);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(request.length() + HEAD);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(VERSION);
    out.writeByte(kind);
    out.writeLong(System.currentTimeMillis());
    text(out, project);
    text(out, header(request, "Origin"));
    text(out, header(request, "User-Agent"));
    text(out, source());
    text(out, CALLS.get(kind).equals("report") ? header(request, "Content-Type") : "");
    text(out, ""); // the page that a browser was on
    out.writeInt(request.length());
    request.writeTo(out);
    return new ProducerRecord<>(
        topic, PartitionKey.of(project, request.body()), bytes.toByteArray());
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static String header(TransportRequest request, String name) {
    String value = request.headers().get(name);
    return value == null ? "" : value;
  }

  /** Returns the name of this machine. Looked up once, and not before it is needed: it may be slow. */
  private String source() {
    String known = source;
    if (known == null) {
      String host = hostName();
      known = host.length() > MAX_SOURCE ? host.substring(0, MAX_SOURCE) : host;
      source = known;
    }
    return known;
  }

  private static String hostName() {
    for (String variable : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
      String name = System.getenv(variable);
      if (name != null && !name.isEmpty()) {
        return name;
      }
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
