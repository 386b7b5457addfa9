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
 * A {@link TrackXLocal} for the tests of a class.
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
 * <p>In a static field it is one server for the class and its nested classes, empty before each
 * test; in another field, one for each test. It is started when it is first needed, so that a
 * static initializer may ask for the endpoint, and closed after the last test.
 *
 * <p>Events arrive when the application's client gets round to it. The assertions of {@link
 * TrackXAssertions} wait for what they ask for, 5 seconds by default. What a test does not wait for
 * may arrive in the next one: let a test that reports without asserting flush its client.
 *
 * <p>Two tests at a time could not tell whose event is whose, so that a second one fails at once
 * and says so; classes may run at the same time, each with an extension of its own. Its methods are
 * safe for use by any thread.
 */
public final class TrackXLocalExtension
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  private final Duration timeout;
  // all below: guarded by this
  private @Nullable TrackXLocal server;
  private int classes;
  private @Nullable String test;

  /** A server with one project that allows any origin; assertions wait for 5 seconds. */
  public TrackXLocalExtension() {
    this(DEFAULT_TIMEOUT);
  }

  /**
   * A server with one project that allows any origin.
   *
   * @param timeout how long an assertion waits at most for what it asks for; 5 seconds by default;
   *     zero looks once
   * @throws IllegalArgumentException if it is negative
   */
  public TrackXLocalExtension(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout < 0: " + timeout);
    }
    this.timeout = timeout;
  }

  /**
   * What to set a client up with: the same for all tests of a class.
   *
   * @return the {@link TrackXLocal#endpoint()}; starts the server if it does not run
   */
  public String endpoint() {
    return server().endpoint();
  }

  /**
   * The server itself, for what the assertions do not say.
   *
   * @return the server; started if it does not run
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
      throw new IllegalStateException("two tests use one TrackXLocalExtension at the same time,"
          + " and none could tell whose event is whose: add @Execution(SAME_THREAD) to the class");
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
   * Describes the extension in one line, without the key of its server.
   *
   * @return a text whose form may change
   */
  @Override
  public synchronized String toString() {
    return "TrackXLocalExtension[" + (server == null ? "not started" : server.toString()) + "]";
  }
}
