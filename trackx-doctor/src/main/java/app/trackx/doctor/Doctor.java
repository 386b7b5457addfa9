package app.trackx.doctor;

import app.trackx.Capture;
import app.trackx.EventType;
import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The check of an endpoint: resolves the host, sends a ping and an event through the client itself,
 * so that the server receives the same requests as from an application, and compares the clocks.
 */
final class Doctor {
  static final String EVENT_NAME = "TrackX check";

  /** What no response can tell: the setting is known to the server alone. */
  private static final String SOURCE_MAPS =
      "Look at the project's setting \"Automatically fetch source maps\" as well. Switch it off"
          + " unless the application sets sourceUrl: the server otherwise requests each file of a"
          + " stack from its own port 443, and if something there does not answer, events appear late.";

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(30);

  private final CheckedEndpoint target;
  private final Report report;
  private final Duration callTimeout;

  Doctor(CheckedEndpoint target, Report report) {
    this(target, report, CALL_TIMEOUT);
  }

  /** For tests, with a shorter timeout. */
  Doctor(CheckedEndpoint target, Report report, Duration callTimeout) {
    this.target = target;
    this.report = report;
    this.callTimeout = callTimeout;
  }

  /** Returns whether the server accepted all requests. */
  boolean examine() {
    report.line("Checking " + target.endpoint() + " with origin \"" + target.shownOrigin() + "\"");
    report.line("");
    NetworkInfo network = NetworkInfo.of(target);
    network.describe(report);
    if (!report.hasFailed()) {
      send(new Diagnosis(target, callTimeout, network));
    }
    report.line("");
    conclude();
    return !report.hasFailed();
  }

  private void send(Diagnosis diagnosis) {
    Probe probe = new Probe();
    try (TrackXClient client = TrackXClient.builder(target.endpoint())
        .origin(target.origin())
        .rateLimit(RateLimit.none())
        .callTimeout(callTimeout)
        .transport(probe)
        .build()) {
      client.ping();
      Answer ping = answer(client, probe);
      report.add("ping", diagnosis.of(ping, ping));
      if (diagnosis.isWorthAnotherRequest(ping)) {
        event(client).send();
        Answer event = answer(client, probe);
        report.add("event", diagnosis.of(event, ping));
      } else {
        report.add("event", Finding.note("not sent, because the ping failed.", ""));
      }
      if (ping.date() != null) {
        report.add("clock", Clocks.compare(ping.date().toEpochMilli(), System.currentTimeMillis()));
      }
    }
  }

  private static Capture event(TrackXClient client) {
    return client
        .capture(EventType.TEST)
        .reason(new IllegalStateException(EVENT_NAME))
        .name(EVENT_NAME)
        .message("Not an error: the endpoint was checked with the check tool at "
            + Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private static Answer answer(TrackXClient client, Probe probe) {
    client.flush(FLUSH_TIMEOUT);
    Answer answer = probe.take();
    return answer == null
        ? Answer.none(new IOException("nothing was sent within " + FLUSH_TIMEOUT), 0, 0)
        : answer;
  }

  private void conclude() {
    if (report.hasFailed()) {
      report.paragraph(
          "",
          "This endpoint does not work from this machine with these settings. Fix the lines marked"
              + " FAIL and run the check again.");
    } else {
      report.paragraph(
          "",
          "The server accepted a ping and an event. It responds before it stores an event, so this"
              + " does not prove that the event was stored: look in the project's dashboard for"
              + " the event \"" + EVENT_NAME
              + "\" (type 99, test). If it does not appear within a"
              + " minute, look in the server's log.");
      report.line("");
      report.paragraph("", SOURCE_MAPS);
    }
  }
}
