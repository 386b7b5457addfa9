package app.trackx.faults;

import app.trackx.RateLimit;
import app.trackx.TrackXClient;
import app.trackx.testing.Waiting;
import app.trackx.transport.Outcome;
import app.trackx.transport.TransportRequest;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Leaves two events on disk, and has no file descriptor while a later client reads the second of
 * them. Argument: a spool directory. Prints what became of them.
 */
final class SpoolReadProgram {
  private static final String ENDPOINT = "http://127.0.0.1:9/v1/abcdefghij1";
  private static final List<FileInputStream> OPEN = new ArrayList<>();

  private SpoolReadProgram() {}

  public static void main(String[] args) throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    System.setErr(new PrintStream(new Watch(failed), true));
    TrackXClient first = client(args[0], SpoolReadProgram::refuse);
    first.sendEvent(new IllegalStateException("one"));
    first.sendEvent(new IllegalArgumentException("two"));
    first.close();
    TrackXClient second = client(args[0], SpoolReadProgram::exhaustAtFirst);
    Waiting.forLatch(failed);
    for (FileInputStream file : OPEN) {
      file.close();
    }
    Waiting.until("the second", () -> second.diagnostics().recovered() == 2);
    System.out.println(second.diagnostics());
  }

  private static TrackXClient client(String spool, app.trackx.transport.Transport transport) {
    return TrackXClient.builder(ENDPOINT)
        .transport(transport)
        .rateLimit(RateLimit.none())
        .shutdownTimeout(Duration.ofSeconds(10))
        .spoolDirectory(Path.of(spool))
        .build();
  }

  private static Outcome refuse(TransportRequest request) throws IOException {
    throw new IOException("down");
  }

  private static Outcome exhaustAtFirst(TransportRequest request) throws IOException {
    boolean none = !OPEN.isEmpty();
    while (!none) {
      try {
        OPEN.add(new FileInputStream("/dev/null"));
      } catch (IOException tooMany) {
        none = true;
      }
    }
    return Outcome.sent();
  }

  /** Opens a latch when the client has said that it could not read a file. */
  private static final class Watch extends OutputStream {
    private final CountDownLatch failed;
    private final StringBuilder text = new StringBuilder();

    Watch(CountDownLatch failed) {
      this.failed = failed;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      System.out.write(bytes, from, length);
      System.out.flush();
      text.append(new String(bytes, from, length, StandardCharsets.UTF_8));
      if (text.indexOf("cannot be read now") >= 0) {
        failed.countDown();
      }
    }
  }
}
