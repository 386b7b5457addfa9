package app.trackx.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.peers.RequestReader.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkStatsTest {
  @TempDir
  private Path folder;

  private SharedCounters counters;
  private SinkStats stats;

  @BeforeEach
  void create() throws IOException {
    counters = new SharedCounters(folder.resolve("counters"));
    stats = new SinkStats(counters);
  }

  @Test
  void markers_areFoundInPlainAndCompressedBodies() throws IOException {
    stats.received(plain("{\"message\":\"" + Marker.of(7) + " failed\"}"), 200);
    stats.received(compressed(Marker.of(8)), 200);
    stats.received(plain(Marker.of(99)), 200); // outside the range

    assertThat(stats.read(0, 10)).containsEntry("distinct", 2L).containsEntry("duplicates", 0L);
  }

  @Test
  void eventThatArrivesTwice_isADuplicate() {
    String body = Marker.of(1) + Marker.of(1); // a client may write the message twice
    stats.received(plain(body), 200);
    stats.received(plain(Marker.of(2) + Marker.of(2)), 200);
    stats.received(plain(body), 200);

    assertThat(stats.read(0, 10))
        .containsEntry("distinct", 2L)
        .containsEntry("markersPerEvent", 2L)
        .containsEntry("duplicates", 1L);
  }

  @Test
  void refusedRequest_deliversNothing() {
    stats.received(plain(Marker.of(1)), 429);
    stats.received(plain(Marker.of(1)), 503);
    stats.received(plain(Marker.of(1)), 0);

    assertThat(stats.read(0, 10))
        .containsEntry("distinct", 0L)
        .containsEntry("requests", 3L)
        .containsEntry("status429", 1L)
        .containsEntry("status5xx", 1L);
    assertThat(counters.requests()).isEqualTo(3);
    assertThat(counters.accepted()).isZero();
  }

  @Test
  void chunkedRequests_areReadOneAfterTheOther() throws IOException {
    String input =
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
            + "POST / HTTP/1.1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nfg";
    RequestReader reader = new RequestReader(
        new ByteArrayInputStream(input.getBytes(US_ASCII)), OutputStream.nullOutputStream());

    assertThat(reader.next().body()).asString().isEqualTo("abcde");
    Request second = reader.next();
    assertThat(second.body()).asString().isEqualTo("fg");
    assertThat(second.last()).isTrue();
    assertThat(reader.next()).isNull();
  }

  private static Request plain(String body) {
    return new Request(body.getBytes(US_ASCII), "", body.length(), false);
  }

  private static Request compressed(String body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body.getBytes(US_ASCII));
    }
    return new Request(bytes.toByteArray(), "gzip", bytes.size(), false);
  }
}
