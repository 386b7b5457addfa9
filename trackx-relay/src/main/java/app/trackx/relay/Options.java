package app.trackx.relay;

import app.trackx.relay.front.FrontOptions;
import app.trackx.relay.kafka.KafkaOptions;
import app.trackx.relay.log.Limits;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set, checked. Immutable.
 *
 * @param server the server's URL without a path to a project: {@code https://api.example.com}
 * @param front the HTTP server of the relay
 * @param data the directory of the log
 * @param limits how much the log may take
 * @param burst requests to the server at once, at most; 0 for no limit
 * @param perMinute requests to the server a minute, after a burst
 * @param scrub whether to scrub what comes in
 * @param callTimeout the longest that a request to the server may take
 * @param kafka brokers, topic and group; null for the embedded log
 * @param check whether to check the set-up and exit
 */
public record Options(
    String server,
    FrontOptions front,
    Path data,
    Limits limits,
    int burst,
    int perMinute,
    boolean scrub,
    Duration callTimeout,
    @Nullable KafkaOptions kafka,
    boolean check) {
  /** Returns the address of the server and of the relay, nothing secret. */
  @Override
  public String toString() {
    return "Options{" + server + ", " + front.address() + "}";
  }
}
