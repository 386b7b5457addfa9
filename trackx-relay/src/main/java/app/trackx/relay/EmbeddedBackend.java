package app.trackx.relay;

import app.trackx.Scrubber;
import app.trackx.internal.delivery.SendGate;
import app.trackx.internal.http.HttpTransport;
import app.trackx.internal.jvm.TimeSource;
import app.trackx.relay.fold.SightingReader;
import app.trackx.relay.forward.Forwarder;
import app.trackx.relay.intake.DailySecret;
import app.trackx.relay.intake.Intake;
import app.trackx.relay.log.DataDirectory;
import app.trackx.relay.log.Ledger;
import app.trackx.relay.log.StoredSecret;
import app.trackx.relay.metrics.Metrics;
import app.trackx.transport.Transport;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded form: the log on this machine's disk, and one thread that forwards. */
final class EmbeddedBackend implements Backend {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBackend.class);
  /** A relay has the address to itself as a rule: a refusal halves its rate, as that of few senders. */
  private static final int MOST_OTHERS = 2;

  private static final int RESERVED_FOR_EVENTS = 5;

  private final DataDirectory directory;
  private final DailySecret secret;
  private final Ledger ledger;
  private final Forwarder forwarder;

  private EmbeddedBackend(
      DataDirectory directory, DailySecret secret, Ledger ledger, Forwarder forwarder) {
    this.directory = directory;
    this.secret = secret;
    this.ledger = ledger;
    this.forwarder = forwarder;
  }

  static EmbeddedBackend start(Options options, Metrics metrics, TimeSource time)
      throws IOException {
    DataDirectory directory = DataDirectory.open(options.data());
    try {
      DailySecret secret = new StoredSecret(directory.path());
      Ledger ledger =
          Ledger.open(directory.path(), reader(options), options.limits(), time, metrics);
      Forwarder forwarder = forwarder(options, ledger, metrics, time);
      forwarder.start();
      return new EmbeddedBackend(directory, secret, ledger, forwarder);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** Returns the reader of requests, with the scrubber that the options ask for. */
  static SightingReader reader(Options options) {
    return new SightingReader(options.scrub() ? Scrubber.standard() : Scrubber.none());
  }

  private static Forwarder forwarder(
      Options options, Ledger ledger, Metrics metrics, TimeSource time) {
    SendGate gate = gate(options, time);
    for (int i = 0; i < ledger.requestsLately(); i++) {
      gate.take(); // a relay that is restarted again and again must not send a burst each time
    }
    return new Forwarder(
        ledger, transport(), gate, options.server(), options.callTimeout(), metrics);
  }

  /** Returns the gate of the server's rate limit. */
  static SendGate gate(Options options, TimeSource time) {
    long nanosPerToken = TimeUnit.MINUTES.toNanos(1) / options.perMinute();
    return new SendGate(
        time, new Random(), options.burst(), nanosPerToken, RESERVED_FOR_EVENTS, MOST_OTHERS);
  }

  /** Returns the client's own HTTP transport. */
  static Transport transport() {
    return new HttpTransport(
        task -> {
          Thread thread = new Thread(task, "trackx-relay-send-http");
          thread.setDaemon(true);
          return thread;
        },
        () -> false);
  }

  @Override
  public Intake intake() {
    return ledger;
  }

  @Override
  public DailySecret secret() {
    return secret;
  }

  @Override
  public boolean isHealthy() {
    return ledger.isHealthy();
  }

  @Override
  public void close() {
    forwarder.close();
    ledger.close();
    try {
      directory.close();
    } catch (IOException e) {
      LOG.debug("the lock of the directory cannot be released", e);
    }
  }
}
