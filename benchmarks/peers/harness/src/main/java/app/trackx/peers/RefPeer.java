package app.trackx.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least that still delivers: a bounded queue, and one daemon thread that sends the stack trace as text. It has no
 * retries, limits or safeguards, so it is a floor and not a design. As {@code ref-poll} its thread polls the queue
 * every 5 ms; otherwise the caller wakes it.
 */
public final class RefPeer implements Peer {
  private final ArrayBlockingQueue<Throwable> queue = new ArrayBlockingQueue<>(1_000);
  private final AtomicLong offered = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final int pollMillis = Integer.getInteger("peers.ref.poll", 0);
  private String url;

  @Override
  public void setUp(String serverUrl) {
    url = serverUrl + "/v1/aaaaaaaaaaa/event";
    Thread sender = new Thread(this::sendAll, "ref-sender");
    sender.setDaemon(true);
    sender.start();
    Thread.UncaughtExceptionHandler previous = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
      capture(error);
      flush(2_000);
      if (previous != null) {
        previous.uncaughtException(thread, error);
      } else {
        error.printStackTrace();
      }
    });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> flush(2_000)));
  }

  @Override
  public void capture(Throwable error) {
    if (queue.offer(error)) {
      offered.incrementAndGet();
    }
  }

  @Override
  public boolean flush(long timeoutMillis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (done.get() < offered.get() && System.nanoTime() < end) {
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true;
      }
    }
    return true;
  }

  @Override
  public void close() {
    flush(2_000);
  }

  @Override
  public int window() {
    return 800;
  }

  private void sendAll() {
    while (true) {
      try {
        Throwable error = pollMillis > 0 ? queue.poll() : queue.poll(1, TimeUnit.MINUTES);
        if (error == null) {
          Thread.sleep(pollMillis);
          continue;
        }
        send(error);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void send(Throwable error) {
    try {
      post(json(error));
    } catch (IOException e) {
      // a floor does not retry
    } finally {
      done.incrementAndGet();
    }
  }

  private void post(byte[] body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
    connection.setConnectTimeout(5_000);
    connection.setReadTimeout(5_000);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    // without setFixedLengthStreamingMode, which reads 1 ms from each reused connection to test it
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    boolean ok = connection.getResponseCode() < 400;
    try (InputStream in = ok ? connection.getInputStream() : connection.getErrorStream()) {
      if (in != null) {
        in.readAllBytes();
      }
    }
  }

  private static byte[] json(Throwable error) {
    StringWriter stack = new StringWriter(16_384);
    error.printStackTrace(new PrintWriter(stack));
    StringBuilder json = new StringBuilder(stack.getBuffer().length() + 1_024);
    json.append("{\"name\":\"");
    escape(json, error.getClass().getName());
    json.append("\",\"message\":\"");
    escape(json, String.valueOf(error.getMessage()));
    json.append("\",\"type\":4,\"uri\":\"app://bench\",\"stack\":\"");
    escape(json, stack.getBuffer());
    json.append("\",\"meta\":{\"_c\":\"_\",\"_v\":\"0\"}}");
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void escape(StringBuilder json, CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\t' -> json.append("\\t");
        case '\r' -> json.append("\\r");
        default -> json.append(c);
      }
    }
  }
}
