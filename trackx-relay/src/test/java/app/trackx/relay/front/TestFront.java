package app.trackx.relay.front;

import app.trackx.relay.intake.DailySecret;
import app.trackx.relay.intake.Json;
import app.trackx.relay.metrics.Metrics;
import app.trackx.relay.testing.FakeIntake;
import app.trackx.relay.testing.FakeTime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A front on loopback, with a fake behind it. */
final class TestFront implements AutoCloseable {
  final FakeIntake intake = new FakeIntake();
  final Metrics metrics = new Metrics();
  final FakeTime time = new FakeTime();
  volatile boolean healthy = true;
  private final FrontServer server;

  private TestFront(FrontOptions options) throws IOException {
    DailySecret secret = day -> ByteBuffer.allocate(32).putLong(day).array();
    server = FrontServer.start(options, secret, intake, () -> healthy, metrics, time);
  }

  static TestFront start(String... projects) throws IOException {
    return new TestFront(options(Set.of(projects), false, null, 100, Duration.ofSeconds(30)));
  }

  static TestFront with(FrontOptions options) throws IOException {
    return new TestFront(options);
  }

  static FrontOptions options(
      Set<String> projects,
      boolean trustProxy,
      @Nullable Tls tls,
      int maxConnections,
      Duration idleTimeout) {
    return new FrontOptions(
        new InetSocketAddress("127.0.0.1", 0),
        tls,
        projects,
        trustProxy,
        Json.MAX_BODY,
        maxConnections,
        idleTimeout,
        Duration.ofSeconds(10));
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}
