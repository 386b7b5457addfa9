package app.trackx.relay;

import app.trackx.internal.http.HttpResponse;
import app.trackx.internal.http.HttpTransport;
import app.trackx.internal.http.UnansweredException;
import app.trackx.relay.forward.ServerProblem;
import app.trackx.relay.front.ListenProblem;
import app.trackx.relay.kafka.KafkaCheck;
import app.trackx.relay.kafka.KafkaOptions;
import app.trackx.relay.log.DataDirectory;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks the set-up: directory, port and server. Says of each in a sentence what is good, or wrong and what to do. */
final class Check {
  /** A key that no project has; TrackX answers it with words of its own, and counts nothing. */
  private static final String NO_PROJECT = "00000000000";

  private final Options options;
  private boolean good = true;

  Check(Options options) {
    this.options = options;
  }

  /** Prints the findings; returns true if all are good. */
  boolean run(PrintStream out) {
    KafkaOptions kafka = options.kafka();
    if (kafka == null) {
      out.println(directory());
    } else {
      KafkaCheck.run(kafka)
          .forEach(
              found -> out.println(found.good() ? good(found.sentence()) : bad(found.sentence())));
    }
    out.println(port());
    out.println(server());
    if (good) {
      out.println("All is well: start the relay without --check.");
    }
    return good;
  }

  private String good(String sentence) {
    return "good   " + sentence;
  }

  private String bad(String sentence) {
    good = false;
    return "WRONG  " + sentence;
  }

  private String directory() {
    try {
      DataDirectory.check(options.data());
      return good("The directory " + options.data() + " can be written.");
    } catch (IOException e) {
      return bad(String.valueOf(e.getMessage()));
    }
  }

  private String port() {
    InetSocketAddress address = options.front().address();
    int port = address.getPort();
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address.getHostString(), port));
      return good("The port " + port + " is free" + (port == 0 ? ", whichever it will be." : "."));
    } catch (IOException e) {
      return bad(ListenProblem.inWords(address, e));
    }
  }

  private String server() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Origin", "https://example.com");
    headers.put("User-Agent", "trackx-relay");
    HttpTransport transport = (HttpTransport) EmbeddedBackend.transport();
    try {
      String url = options.server() + "/v1/" + NO_PROJECT + "/ping";
      return answered(transport.exchange(
          new TransportRequest(url, headers, new byte[0], options.callTimeout())));
    } catch (UnansweredException e) {
      return bad(
          "The server closed the connection without an answer, as TrackX's nginx does past its rate limit. Wait a"
              + " minute and check again.");
    } catch (IOException e) {
      return bad(ServerProblem.inWords(options.server(), options.callTimeout(), e));
    } finally {
      transport.idle();
    }
  }

  private String answered(HttpResponse response) {
    String words = response.bodyStart().trim();
    int status = response.status();
    if (response.proxy() != null) {
      return bad("The proxy " + response.proxy() + " answered with " + status
          + " in place of the server.");
    }
    if (status == 403 && words.startsWith("Invalid key")) {
      return good("The server " + options.server() + " is a TrackX server.");
    }
    if (status == 429) {
      return bad(
          "The server rate-limits this address (429). Wait until that is over, and lower --per-minute.");
    }
    if (status / 100 == 3) {
      return bad("The server redirects (" + status
          + "), which the relay does not follow. Name the address that it redirects"
          + " to with --server.");
    }
    if (status >= 500) {
      return bad("The server failed (" + status
          + "). TrackX behind it is perhaps not running; look at its log.");
    }
    return bad("The server answered with " + status
        + ", not as TrackX does. Check the address in --server: the API's, not that"
        + " of the dashboard.");
  }
}
