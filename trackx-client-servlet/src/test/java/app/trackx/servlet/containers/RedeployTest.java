package app.trackx.servlet.containers;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.TrackXLocal;
import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A web application that bundles TrackX and its dependencies, repeatedly started and stopped. */
class RedeployTest {
  private static final int TIMES = Integer.getInteger("trackx.test.redeploys", 50);

  private final TrackXLocal server = TrackXLocal.start();
  private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
  private final Set<Thread> before = Thread.getAllStackTraces().keySet();
  private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

  // Tomcat detects threads and thread-locals that an application leaked, fixes some, and logs them
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final Logger tomcat =
      Logger.getLogger("org.apache.catalina.loader.WebappClassLoaderBase");
  private final Handler listener = new Handler() {
    @Override
    public void publish(LogRecord line) {
      String text = line.getMessage();
      // a request thread may still be busy with its last request after the response was read
      boolean ofTomcat = text.contains("a thread named [http-nio-");
      if (line.getLevel().intValue() >= Level.WARNING.intValue() && !ofTomcat) {
        complaints.add(text);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  };

  @BeforeEach
  void listen() {
    Container.shared(); // removes all log handlers
    tomcat.addHandler(listener);
  }

  @AfterEach
  void close() {
    tomcat.removeHandler(listener);
    server.close();
  }

  @Test
  void redeployedApplication_leavesNothingBehind() throws Exception {
    WebApp app = War.of(ShopInitializer.class, ShopServlet.class)
        .withTrackX()
        .parameter("trackx.endpoint", server.endpoint())
        .parameter("trackx.sessions", "VISITOR")
        .parameter("trackx.browserReports", "true")
        .at("/redeployed");
    cycle(app, 1); // loads one-time state of the container
    Set<Thread> hooks = shutdownHooks();
    for (int i = 2; i <= TIMES; i++) {
      cycle(app, i);
    }

    Until.holds(() -> leftThreads().isEmpty());
    assertThat(leftThreads()).isEmpty();
    assertThat(shutdownHooks()).isEqualTo(hooks);
    assertThat(complaints).isEmpty();
    awaitCollection();
    assertThat(left()).as("loaders left").isEmpty();
  }

  @Test
  void applicationThatSetsUpTheClient_leavesNothingBehindEither() throws Exception {
    Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    WebApp app = War.of(ShopInitializer.class, ShopServlet.class)
        .withTrackX()
        .parameter("trackx.endpoint", server.endpoint())
        .parameter("shop.setup", server.endpoint())
        .at("/redeployed-too");
    Set<Thread> hooks = shutdownHooks();
    for (int i = 1; i <= 3; i++) {
      cycle(app, i);
      assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(handler);
    }

    Until.holds(() -> leftThreads().isEmpty());
    assertThat(leftThreads()).isEmpty();
    assertThat(shutdownHooks()).isEqualTo(hooks);
    awaitCollection();
    assertThat(left()).as("loaders left").isEmpty();
  }

  /** A separate method, so that no stack frame references the application. */
  private void cycle(WebApp app, int number) throws Exception {
    Container.Deployed deployed = Container.shared().deploy(app);
    ClassLoader loader = deployed.loader();
    loaders.add(new WeakReference<>(loader, collected));
    get(app, "/orders");
    assertThat(server.awaitEvents(number, Site.LONG)).isTrue();
    assertThat(get(app, "/later")).contains(" 200");
    assertThat(get(app, "/loader")).contains(System.identityHashCode(loader) + " true");
    deployed.undeploy();
  }

  /** On its own connection: Jetty references the last request of a persistent connection. */
  private static String get(WebApp app, String path) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), Container.shared().port())) {
      socket.setSoTimeout(20_000);
      String request = "GET " + app.contextPath + path
          + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Excludes threads with the same names that other tests' libraries started. */
  private List<String> leftThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.startsWith("trackx-") && !name.startsWith("trackx-local-"))
        .collect(Collectors.toList());
  }

  @SuppressWarnings("unchecked")
  private static Set<Thread> shutdownHooks() throws ReflectiveOperationException {
    Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
    hooks.setAccessible(true);
    return Set.copyOf(((Map<Thread, Thread>) hooks.get(null)).keySet());
  }

  /** Returns the numbers of the deployments that are still in memory. */
  private List<Integer> left() {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < loaders.size(); i++) {
      if (loaders.get(i).get() != null) {
        numbers.add(i + 1);
      }
    }
    return numbers;
  }

  private void awaitCollection() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    int left = loaders.size();
    while (left > 0 && System.nanoTime() < end) {
      System.gc();
      while (left > 0 && collected.remove(50) != null) {
        left--;
      }
    }
  }
}
