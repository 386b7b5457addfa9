package app.trackx.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.local.TrackXLocal;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Undeploys a web application that logs through an adapter with its own endpoint: its logging
 * library is stopped and its class loader closed at once, before the client is closed.
 */
class UndeployTest {
  private static final String LOGBACK = "app.trackx.logback.LogbackApp";
  private static final String LOG4J = "app.trackx.log4j.Log4jApp";
  private static final String JUL = "app.trackx.jul.JulApp";

  private final Set<Thread> before = Thread.getAllStackTraces().keySet();
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final List<String> uncaught = new CopyOnWriteArrayList<>();
  private Thread.UncaughtExceptionHandler usual;

  @BeforeEach
  void listen() {
    usual = Thread.getDefaultUncaughtExceptionHandler();
    // as text, since the exception references the loader
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, error) -> uncaught.add(thread.getName() + ": " + error));
  }

  @AfterEach
  void listenNoMore() {
    Thread.setDefaultUncaughtExceptionHandler(usual);
  }

  @ParameterizedTest
  @ValueSource(strings = {LOGBACK, LOG4J, JUL})
  void errorThatArrived_leavesNothing(String app) throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      assertLeavesNothing(arrived(app, server), app);
    }
  }

  /** A separate method, like the others, so that no stack frame references the application. */
  private WeakReference<ClassLoader> arrived(String name, TrackXLocal server) throws Exception {
    ClosedLoader loader = new ClosedLoader(refused);
    BiConsumer<String, String> app = start(loader, name, server.endpoint());
    call(app, "log", "order 17 failed");
    assertThat(server.awaitEvents(1, Duration.ofSeconds(20))).isTrue();
    call(app, "log", "order 18 failed"); // sent once the response to the first has been read
    assertThat(server.awaitEvents(2, Duration.ofSeconds(20))).isTrue();
    return undeployed(loader, app);
  }

  @ParameterizedTest
  @ValueSource(strings = {LOGBACK, LOG4J, JUL})
  void nothingLogged_leavesNothing(String name) throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      ClosedLoader loader = new ClosedLoader(refused);
      WeakReference<ClassLoader> left = undeployed(loader, start(loader, name, server.endpoint()));
      loader = null;
      assertLeavesNothing(left, name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LOGBACK, LOG4J, JUL})
  void errorThatWaitsForADeadServer_leavesNothing(String name) throws Exception {
    assertLeavesNothing(waiting(name), name);
  }

  private WeakReference<ClassLoader> waiting(String name) throws Exception {
    ClosedLoader loader = new ClosedLoader(refused);
    try (ServerSocket dead = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      dead.setSoTimeout(20_000);
      BiConsumer<String, String> app =
          start(loader, name, "http://127.0.0.1:" + dead.getLocalPort() + "/v1/0123456789a");
      call(app, "log", "order 17 failed");
      awaitAttempt(dead);
      awaitAttempt(dead); // by now the first attempt has failed
      return undeployed(loader, app);
    }
  }

  private static void awaitAttempt(ServerSocket dead) throws IOException {
    try (Socket attempt = dead.accept()) {
      attempt.getInputStream().read();
      // a connection closed without a byte counts as a rate limit
      attempt.getOutputStream().write('?');
    }
  }

  /** Too late to load the pipeline: the error is lost, and undeployment continues. */
  @Test
  void errorLoggedAtTheLastMoment_leavesNothing() throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      ClosedLoader loader = new ClosedLoader(refused);
      BiConsumer<String, String> app = start(loader, LOGBACK, server.endpoint());
      call(app, "log", "order 17 failed");
      WeakReference<ClassLoader> left = undeployed(loader, app);
      loader = null;
      app = null;
      assertEnds(left);
      assertCollected(left);
    }
  }

  /** The loader may be closed between any two classes that the first error needs. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.trackx.internal.jvm.Descriptors",
        "app.trackx.internal.jvm.ClassPath",
        "app.trackx.PipelineClasses",
        "app.trackx.Pipeline",
        "app.trackx.Shutdown",
        "app.trackx.SendWorker",
        "app.trackx.Backlog",
        "app.trackx.internal.stack.StackFormatter",
      })
  void loaderThatIsClosedDuringTheFirstError_leavesNothing(String first) throws Exception {
    try (TrackXLocal server = TrackXLocal.start()) {
      ClosedLoader loader = new ClosedLoader(refused);
      BiConsumer<String, String> app = start(loader, LOGBACK, server.endpoint());
      loader.neverLoad(first);
      call(app, "log", "order 17 failed");
      until(() -> !refused.isEmpty());
      assertThat(refused).isNotEmpty();
      WeakReference<ClassLoader> left = undeployed(loader, app);
      loader = null;
      app = null;
      assertEnds(left);
      assertCollected(left);
    }
  }

  @SuppressWarnings("unchecked")
  private static BiConsumer<String, String> start(ClassLoader loader, String name, String endpoint)
      throws Exception {
    BiConsumer<String, String> app =
        (BiConsumer<String, String>) loader.loadClass(name).getConstructor().newInstance();
    call(app, "start", endpoint);
    return app;
  }

  /** Runs on a thread of the application. */
  private static void call(BiConsumer<String, String> app, String what, String text)
      throws InterruptedException {
    Thread thread = new Thread(() -> app.accept(what, text));
    thread.setContextClassLoader(app.getClass().getClassLoader());
    thread.start();
    thread.join();
  }

  private static WeakReference<ClassLoader> undeployed(
      ClosedLoader loader, BiConsumer<String, String> app) throws InterruptedException {
    call(app, "stop", "");
    loader.close();
    return new WeakReference<>(loader);
  }

  private void assertLeavesNothing(WeakReference<ClassLoader> left, String app) {
    assertEnds(left);
    // scrubbing rules are preloaded after the first error; nothing is lost without them
    assertThat(refused)
        .noneMatch(name ->
            name.contains(": app.trackx.") && !name.contains(": app.trackx.internal.scrub."));
    if (!app.equals(LOG4J)) { // Log4j itself keeps its loader in memory
      assertCollected(left);
    }
  }

  private void assertEnds(WeakReference<ClassLoader> left) {
    until(() -> {
      return leftThreads(left).isEmpty();
    });
    assertThat(leftThreads(left)).as("threads left; refused: %s", refused).isEmpty();
    assertThat(uncaught).isEmpty();
  }

  private void assertCollected(WeakReference<ClassLoader> left) {
    until(() -> {
      System.gc();
      return left.get() == null;
    });
    assertThat(left.get() == null)
        .as("loader is collected; refused: %s", refused)
        .isTrue();
  }

  private String leftThreads(WeakReference<ClassLoader> left) {
    StringBuilder names = new StringBuilder();
    for (Thread one : Thread.getAllStackTraces().keySet()) {
      ClassLoader context = one.getContextClassLoader();
      boolean ours = one.getName().startsWith("trackx-")
          && !one.getName().startsWith("trackx-local-")
          && !before.contains(one);
      if (ours || (context != null && context == left.get())) {
        names.append(one.getName()).append(' ');
      }
    }
    return names.toString();
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
