package app.trackx.relay;

import app.trackx.local.RequestLimit;
import app.trackx.local.TrackXLocal;
import app.trackx.testing.Nginx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** trackx-local behind the limit of upstream's nginx: a real one where one is installed, else trackx-local's own. */
final class LimitedServer implements AutoCloseable {
  private final TrackXLocal server;
  private final @Nullable Nginx nginx;

  LimitedServer(int perMinute, Path directory) throws IOException {
    if (Nginx.isInstalled()) {
      server = TrackXLocal.start();
      nginx = Nginx.start(
          Files.createDirectory(directory.resolve("nginx")),
          server.port(),
          perMinute,
          Nginx.Refusal.STATUS_429);
    } else {
      RequestLimit limit = RequestLimit.likeUpstream().requestsPerMinute(perMinute);
      server = TrackXLocal.builder().requestLimit(limit).start();
      nginx = null;
    }
  }

  TrackXLocal server() {
    return server;
  }

  String address() {
    return "http://127.0.0.1:" + (nginx == null ? server.port() : nginx.port());
  }

  long refusals() {
    return nginx == null ? server.refusedRequests() : nginx.refusals();
  }

  @Override
  public String toString() {
    return nginx == null ? "trackx-local with its own limit" : "trackx-local behind nginx";
  }

  @Override
  public void close() {
    if (nginx != null) {
      nginx.close();
    }
    server.close();
  }
}
