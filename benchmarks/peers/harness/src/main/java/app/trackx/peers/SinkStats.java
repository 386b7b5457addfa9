package app.trackx.peers;

import app.trackx.peers.RequestReader.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * What the server has received. Compressed bodies are kept, and searched for markers when somebody asks, so that
 * decompression costs nothing while a client is measured.
 */
final class SinkStats {
  private static final int MAX_ID = 1 << 20;

  private final SharedCounters shared;
  private final int[] markers = new int[MAX_ID]; // by id, in requests that were accepted
  private final List<Request> compressed = new ArrayList<>();
  private long start;
  private long firstAccepted;
  private long lastAccepted;
  private long requests;
  private long accepted;
  private long status429;
  private long status5xx;
  private long connections;
  private long wireBytes;
  private long plainBytes;

  SinkStats(SharedCounters shared) {
    this.shared = shared;
    reset();
  }

  synchronized void reset() {
    Arrays.fill(markers, 0);
    compressed.clear();
    start = System.currentTimeMillis();
    firstAccepted = 0;
    lastAccepted = 0;
    requests = 0;
    accepted = 0;
    status429 = 0;
    status5xx = 0;
    connections = 0;
    wireBytes = 0;
    plainBytes = 0;
    shared.set(0, 0);
  }

  synchronized void connected() {
    connections++;
  }

  /** Records a request with the status of its answer, 0 for none. */
  synchronized void received(Request request, int status) {
    requests++;
    wireBytes += request.wireBytes();
    if (status == 429) {
      status429++;
    } else if (status >= 500) {
      status5xx++;
    } else if (status == 200) {
      accept(request);
    }
    shared.set(accepted, requests);
  }

  private void accept(Request request) {
    accepted++;
    lastAccepted = System.currentTimeMillis();
    if (firstAccepted == 0) {
      firstAccepted = lastAccepted;
    }
    if (request.encoding().isEmpty()) {
      count(request.body());
    } else {
      compressed.add(request);
    }
  }

  private void count(byte[] body) {
    plainBytes += body.length;
    int last = body.length - Marker.PREFIX.length() - Marker.DIGITS;
    for (int i = 0; i < last; i++) {
      if (body[i] == 'P' && body[i + 1] == 'B' && body[i + 2] == 'M' && body[i + 3] == '-') {
        int id = digits(body, i + Marker.PREFIX.length());
        if (id >= 0 && id < MAX_ID) {
          markers[id]++;
        }
      }
    }
  }

  private static int digits(byte[] body, int from) {
    int number = 0;
    for (int i = from; i < from + Marker.DIGITS; i++) {
      if (body[i] < '0' || body[i] > '9') {
        return -1;
      }
      number = number * 10 + body[i] - '0';
    }
    return number;
  }

  /** Returns the counts, those of markers for the ids of a range. */
  synchronized Map<String, Long> read(int fromId, int toId) {
    compressed.forEach(request -> count(decompress(request)));
    compressed.clear();
    Map<String, Long> stats = new LinkedHashMap<>();
    stats.put("requests", requests);
    stats.put("accepted", accepted);
    stats.put("status429", status429);
    stats.put("status5xx", status5xx);
    stats.put("connections", connections);
    stats.put("wireBytes", wireBytes);
    stats.put("plainBytes", plainBytes);
    stats.put("firstMs", accepted == 0 ? -1 : firstAccepted - start);
    stats.put("lastMs", accepted == 0 ? -1 : lastAccepted - start);
    int[] found =
        Arrays.stream(markers, fromId, toId).filter(count -> count > 0).toArray();
    long sum = Arrays.stream(found).asLongStream().sum();
    long perEvent = Math.max(1, Arrays.stream(found).min().orElse(1));
    stats.put("distinct", (long) found.length);
    stats.put("markers", sum);
    stats.put("markersPerEvent", perEvent);
    stats.put("duplicates", sum / perEvent - found.length);
    return stats;
  }

  private static byte[] decompress(Request request) {
    InputStream body = new ByteArrayInputStream(request.body());
    try (InputStream plain = request.encoding().equals("gzip")
        ? new GZIPInputStream(body)
        : new InflaterInputStream(body)) {
      return plain.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
