package app.trackx.local.junit;

import app.trackx.local.TrackXLocal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit extension that provides a {@link TrackXLocal} server.
 *
 * <pre>{@code
 * @RegisterExtension
 * static TrackXLocalExtension trackx = new TrackXLocalExtension();
 *
 * @BeforeAll
 * static void setUp() {
 *   TrackX.setup(trackx.endpoint());
 * }
 *
 * @Test
 * void failedPayment_isReported() {
 *   shop.pay("bob@example.com");
 *   assertThat(trackx).hasIssue(IllegalStateException.class).inMethod("pay");
 *   assertThat(trackx).nothingLeaves("bob@example.com");
 * }
 * }</pre>
 *
 * <p>In a static field, the extension runs one server for the class and its nested classes, and clears it
 * before each test; in an instance field, it runs one server per test. The server is started on first use, so
 * the endpoint is available to static initializers, and closed after the last test.
 *
 * <p>Clients send events asynchronously. The assertions of {@link TrackXAssertions} wait for them, up to 5
 * seconds by default. An event that a test does not wait for may arrive during the next test: flush the client
 * at the end of tests that report events without asserting them.
 *
 * <p>Tests that run concurrently must not share an extension, because events could not be attributed to a test;
 * the second test fails immediately. Test classes with an extension each can run concurrently. Thread-safe.
 */
public final class TrackXLocalExtension
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  private final Duration timeout;
  // all below: guarded by this
  private @Nullable TrackXLocal server;
  private int classes;
  private @Nullable String test;

  /** Creates an extension for a server with one project that allows any origin. Assertions wait up to 5 seconds. */
  public TrackXLocalExtension() {
    this(DEFAULT_TIMEOUT);
  }

  /**
   * Creates an extension for a server with one project that allows any origin.
   *
   * @param timeout the maximum time that an assertion waits; 5 seconds by default; zero to check only once
   * @throws IllegalArgumentException if the timeout is negative
   */
  public TrackXLocalExtension(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout < 0: " + timeout);
    }
    this.timeout = timeout;
  }

  /**
   * Returns the endpoint to configure a client with. Starts the server if it is not running. In a static field,
   * the endpoint is the same for all tests of the class.
   *
   * @return the {@link TrackXLocal#endpoint()}
   */
  public String endpoint() {
    return server().endpoint();
  }

  /**
   * Returns the server, for checks that the assertions do not cover. Starts it if it is not running.
   *
   * @return the running server
   */
  public synchronized TrackXLocal server() {
    if (server == null) {
      server = TrackXLocal.start();
    }
    return server;
  }

  Duration timeout() {
    return timeout;
  }

  @Override
  public synchronized void beforeAll(ExtensionContext context) {
    classes++;
  }

  @Override
  public synchronized void beforeEach(ExtensionContext context) {
    if (test != null) {
      throw new IllegalStateException(
          "two tests use the same TrackXLocalExtension concurrently, so events"
              + " cannot be attributed to a test; add @Execution(SAME_THREAD) to the class");
    }
    test = context.getUniqueId();
    server().clear();
  }

  @Override
  public synchronized void afterEach(ExtensionContext context) {
    if (!context.getUniqueId().equals(test)) {
      return;
    }
    test = null;
    if (classes == 0) {
      close();
    }
  }

  @Override
  public synchronized void afterAll(ExtensionContext context) {
    classes--;
    if (classes == 0) {
      close();
    }
  }

  private void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  /**
   * Returns a one-line description of the extension, without its server's key.
   *
   * @return a description whose format may change
   */
  @Override
  public synchronized String toString() {
    return "TrackXLocalExtension[" + (server == null ? "not started" : server.toString()) + "]";
  }
}
