package app.trackx;

import app.trackx.testing.ChildJvm;
import app.trackx.transport.Outcome;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Sends errors at the end of the stack. Prints every failure, and nothing if there is none. */
final class StackEndProgram {
  private static final int STACK = 256 * 1024;
  private static final int FURTHEST = 22;

  private StackEndProgram() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("first")) {
      for (int frames = 0; frames <= FURTHEST; frames += 2) {
        print(frames + " frames before the end: ", firstThere(frames));
      }
    } else {
      for (int round = 0; round < 4; round++) {
        print("round " + round + ": ", new Everywhere().run());
      }
    }
    System.out.println(ChildJvm.MARK);
  }

  private static void print(String where, String fault) {
    if (!fault.isEmpty()) {
      System.out.println(where + fault);
    }
  }

  /** Uses a separate class loader, so that the error is the first that these classes process. */
  private static String firstThere(int frames) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(new File(entry).toURI().toURL());
    }
    try (URLClassLoader loader =
        new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      @SuppressWarnings("unchecked")
      IntFunction<String> first = (IntFunction<String>)
          loader.loadClass(First.class.getName()).getDeclaredConstructor().newInstance();
      return first.apply(frames);
    }
  }

  private static TrackXClient client() {
    return TrackXClient.builder(FakeTransport.ENDPOINT)
        .transport(request -> Outcome.sent())
        .rateLimit(RateLimit.none())
        .shutdownTimeout(Duration.ofSeconds(20))
        .build();
  }

  /** Runs on a thread with a small stack, and then checks that the client is intact. */
  private static String faults(TrackXClient client, Runnable atTheEnd, int[] left) {
    try (client) {
      Thread thread = new Thread(null, atTheEnd, "small", STACK);
      thread.start();
      thread.join(60_000);
      long before = client.diagnostics().sent() + client.diagnostics().folded();
      boolean flushed = client.flush(Duration.ofSeconds(20));
      client.sendEvent(new IllegalStateException("after"));
      flushed &= client.flush(Duration.ofSeconds(20));
      Diagnostics end = client.diagnostics();
      boolean whole = flushed
          && end.pending() == 0
          && left[0] == 0
          && end.sent() + end.folded() + end.duplicates() > before;
      return whole ? "" : "left " + left[0] + ", flushed " + flushed + ", " + end;
    } catch (Throwable broken) {
      return broken.toString();
    }
  }

  /** Sends one error at the given number of frames before the end of the stack. */
  public static final class First implements IntFunction<String> {
    private final TrackXClient client = client();
    private final IllegalStateException error = new IllegalStateException("first");
    private final int[] left = new int[1];

    @Override
    public String apply(int frames) {
      return faults(client, () -> descend(frames), left);
    }

    /**
     * Returns the number of frames between this one and the end of the stack, counted on the way
     * back.
     */
    private int descend(int frames) {
      int below;
      try {
        below = descend(frames) + 1;
      } catch (StackOverflowError end) {
        below = 0;
      }
      if (below == frames) {
        send(client, error, left);
      }
      return below;
    }
  }

  /** Sends an error at every depth, on the way down and on the way back. */
  private static final class Everywhere {
    private final TrackXClient client = client();
    private final IllegalStateException error = new IllegalStateException("everywhere");
    private final int[] left = new int[1];

    String run() {
      return faults(client, this::descend, left);
    }

    private void descend() {
      send(client, error, left);
      try {
        descend();
      } catch (StackOverflowError end) {
        // on the way back from here
      }
      send(client, error, left);
    }
  }

  /** Records an overflow that escaped, unless it is that of the call itself. */
  private static void send(TrackXClient client, Throwable error, int[] left) {
    try {
      client.sendEvent(error);
    } catch (StackOverflowError end) {
      StackTraceElement[] frames = end.getStackTrace();
      if (frames.length > 0
          && frames[0].getClassName().startsWith("app.trackx.")
          && !frames[0].getClassName().contains("StackEndProgram")
          && !frames[0].getMethodName().equals("sendEvent")) {
        left[0]++;
      }
    }
  }
}
