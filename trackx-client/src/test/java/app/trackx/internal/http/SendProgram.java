package app.trackx.internal.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends requests in a separate JVM. Arguments: a timeout in milliseconds; then for each request the
 * size of its body and a URL. Prints an outcome or an exception for each, and the milliseconds that
 * it took. A size that starts with a plus is for a JVM whose direct memory is full meanwhile.
 */
public final class SendProgram {
  private static final int BUFFER = 512;

  private SendProgram() {}

  public static void main(String[] args) {
    HttpTransport transport = Requests.transport();
    Duration timeout = Duration.ofMillis(Long.parseLong(args[0]));
    for (int i = 1; i < args.length; i += 2) {
      List<ByteBuffer> taken = args[i].startsWith("+") ? fillDirectMemory() : List.of();
      String body = "x".repeat(Integer.parseInt(args[i]));
      String url = args[i + 1].replace("{ue}", "\u00fc");
      long start = System.nanoTime();
      try {
        System.out.println(transport.send(Requests.to(url, timeout, body)));
      } catch (IOException | OutOfMemoryError e) {
        System.out.println(e.getClass().getName());
      }
      System.out.println(Duration.ofNanos(System.nanoTime() - start).toMillis());
      taken.size(); // held until now
    }
  }

  private static List<ByteBuffer> fillDirectMemory() {
    List<ByteBuffer> taken = new ArrayList<>();
    try {
      while (true) {
        taken.add(ByteBuffer.allocateDirect(BUFFER));
      }
    } catch (OutOfMemoryError full) {
      return taken;
    }
  }
}
