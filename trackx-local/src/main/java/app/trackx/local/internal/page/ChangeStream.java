package app.trackx.local.internal.page;

import app.trackx.local.internal.http.StreamBody;
import app.trackx.local.internal.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A stream of server-sent events that only signal that the store has changed; the page then loads the data it shows.
 * Nothing is queued for a slow page: changes within the pace are sent as one message.
 */
final class ChangeStream implements StreamBody {
  private final Store store;
  private final Duration pace;
  private final Duration heartbeat;

  ChangeStream(Store store) {
    this(store, Duration.ofMillis(250), Duration.ofSeconds(15));
  }

  ChangeStream(Store store, Duration pace, Duration heartbeat) {
    this.store = store;
    this.pace = pace;
    this.heartbeat = heartbeat;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException, InterruptedException {
    long seen = store.version();
    write(out, "retry: 1000\ndata: " + seen + "\n\n");
    while (!store.awaitClose(pace)) {
      long now = store.awaitChange(seen, heartbeat);
      write(out, now == seen ? ":\n\n" : "data: " + now + "\n\n");
      seen = now;
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
