package app.trackx.doctor;

import app.trackx.internal.http.HttpResponse;
import app.trackx.internal.http.HttpTransport;
import app.trackx.internal.jvm.DetachedThreads;
import app.trackx.internal.jvm.MemoryPressure;
import app.trackx.internal.jvm.ThreadNames;
import app.trackx.transport.Outcome;
import app.trackx.transport.Transport;
import app.trackx.transport.TransportRequest;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A transport that sends requests exactly as the client does and keeps the responses. It reports
 * every request to the client as sent, so that the client sends nothing twice.
 */
final class Probe implements Transport {
  private final HttpTransport http = new HttpTransport(Probe::daemon, enough());
  private volatile @Nullable Answer last;

  private static Thread daemon(Runnable task) {
    return DetachedThreads.create(ThreadNames.HTTP, task);
  }

  private static MemoryPressure enough() {
    return () -> false;
  }

  @Override
  public Outcome send(TransportRequest request) {
    long start = System.nanoTime();
    try {
      HttpResponse response = http.exchange(request);
      last = Answer.of(response, request.length(), millisSince(start));
    } catch (IOException noAnswer) {
      last = Answer.none(noAnswer, request.length(), millisSince(start));
    } catch (RuntimeException unexpected) {
      last = Answer.none(new IOException(unexpected), request.length(), millisSince(start));
    }
    return Outcome.sent();
  }

  @Override
  public void idle() {
    http.idle();
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  /** Returns and forgets the last result; null if there is none since the previous call. */
  @Nullable
  Answer take() {
    Answer answer = last;
    last = null;
    return answer;
  }
}
