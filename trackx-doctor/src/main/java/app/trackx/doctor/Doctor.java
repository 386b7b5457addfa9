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
 * Examines an endpoint: looks its host up, sends a ping and an event through the client itself, so
 * that what arrives is what an application would send, and compares the clocks.
 */
final class Doctor {
  static final String EVENT_NAME = "TrackX check";

  private static final Duration CALL = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Target target;
  private final Report report;
  private final Duration callTimeout;

  Doctor(Target target, Report report) {
    this(target, report, CALL);
  }

  /** For tests, which have less patience. */
  Doctor(Target target, Report report, Duration callTimeout) {
    this.target = target;
    this.report = report;
    this.callTimeout = callTimeout;
  }

  /** Whether the server took all that was sent. */
  boolean examine() {
    report.line("Checking " + target.endpoint() + " with origin \"" + target.shownOrigin() + "\"");
    report.line("");
    NetworkInfo surroundings = NetworkInfo.of(target);
    surroundings.describe(report);
    if (!report.hasFailed()) {
      send(new Diagnosis(target, callTimeout, surroundings));
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
        report.add("event", Finding.note("not sent, after that.", ""));
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
        .message("Nothing is wrong: somebody checked the endpoint at "
            + Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private static Answer answer(TrackXClient client, Probe probe) {
    client.flush(PATIENCE);
    Answer answer = probe.take();
    return answer == null
        ? Answer.none(new IOException("nothing was sent within " + PATIENCE), 0, 0)
        : answer;
  }

  private void conclude() {
    if (report.hasFailed()) {
      report.paragraph(
          "",
          "This endpoint does not work from here, in this way. Mend what is marked"
              + " FAIL and check again.");
    } else {
      report.paragraph(
          "",
          "The server took a ping and an event. That is no proof that the event is"
              + " stored, for the server answers before it stores: look in the project's dashboard for"
              + " the event named \"" + EVENT_NAME
              + "\" (type 99, test). If it is not there within a"
              + " minute, the server's log says why.");
    }
  }
}
