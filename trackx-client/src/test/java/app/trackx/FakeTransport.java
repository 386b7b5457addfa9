package app.trackx;

import app.trackx.internal.settings.Endpoint;
import app.trackx.transport.Outcome;
import app.trackx.transport.Transport;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Records requests and returns scripted outcomes; "sent" by default. */
final class FakeTransport implements Transport {
  static final String ENDPOINT = "http://127.0.0.1:9/v1/abcdefghij1";

  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<TransportRequest> requests =
      Collections.synchronizedList(new ArrayList<TransportRequest>());
  private final LinkedBlockingQueue<TransportRequest> unseen = new LinkedBlockingQueue<>();
  private volatile Answer always = request -> Outcome.sent();

  /** Adds the next outcome. */
  interface Answer {
    Outcome to(TransportRequest request) throws IOException;
  }

  /** Returns the default options of a client over this transport. */
  Options options(RateLimit limit, @Nullable Path spool) {
    Options options = new Options(Endpoint.parse(ENDPOINT));
    options.rateLimit = limit;
    options.transport = this;
    options.spoolDirectory = spool;
    return options;
  }

  FakeTransport then(Answer answer) {
    answers.add(answer);
    return this;
  }

  FakeTransport then(Outcome outcome) {
    return then(request -> outcome);
  }

  FakeTransport always(Answer answer) {
    always = answer;
    return this;
  }

  @Override
  public Outcome send(TransportRequest request) throws IOException {
    requests.add(request);
    unseen.add(request);
    Answer answer = answers.poll();
    return (answer == null ? always : answer).to(request);
  }

  /** Returns the next request not returned yet; waits for it, within bounds. */
  TransportRequest next() throws InterruptedException {
    TransportRequest request = unseen.poll(20, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  List<TransportRequest> requests() {
    synchronized (requests) {
      return new ArrayList<>(requests);
    }
  }

  /** Returns the bodies of the events among the requests. */
  List<String> bodies() {
    List<String> bodies = new ArrayList<>();
    for (TransportRequest request : requests()) {
      if (request.url().endsWith("/event")) {
        bodies.add(new String(request.body(), StandardCharsets.UTF_8));
      }
    }
    return bodies;
  }
}
