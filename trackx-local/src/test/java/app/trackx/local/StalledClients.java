package app.trackx.local;

import app.trackx.local.internal.bounds.DaemonThreads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program for {@link SeparateJvmTest} that stalls all threads of a server and does not close it. */
final class StalledClients {
  private StalledClients() {}

  public static void main(String[] args) throws Exception {
    TrackXLocal server = TrackXLocal.start();
    List<RawHttp> stalled = new ArrayList<>();
    for (int i = 0; i < DaemonThreads.POOL_SIZE; i++) {
      RawHttp http = new RawHttp(server.port());
      String head =
          RawHttp.head("POST", RawHttp.pathOf(server) + "/event", Map.of("Content-Length", "9"));
      http.send(i % 2 == 0 ? head + "{" : head.substring(0, 20));
      stalled.add(http);
    }
    System.out.println(firstResponse(server) + " " + stalled.size());
  }

  /** Retries, as clients do: a request that waits behind stalled ones may be disconnected with them. */
  private static String firstResponse(TrackXLocal server) throws IOException {
    IOException cutOff = null;
    for (int i = 0; i < 10; i++) {
      try (RawHttp http = new RawHttp(server.port())) {
        return http.event(server, "{}").text();
      } catch (IOException e) {
        cutOff = e;
      }
    }
    throw new IOException("no response", cutOff);
  }
}
