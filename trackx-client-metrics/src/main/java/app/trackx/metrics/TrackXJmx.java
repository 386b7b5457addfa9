package app.trackx.metrics;

import app.trackx.Diagnostics;
import app.trackx.TrackXClient;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one client in the platform's MBean server, as a {@link TrackXClientMXBean}.
 *
 * <pre>{@code
 * TrackXJmx.register(TrackX.setup(endpoint));
 * }</pre>
 *
 * <p>The name is {@code app.trackx:type=Client}. The second client in the JVM has the property
 * {@code id=2} in addition, and so on, whichever application or class loader it belongs to. The
 * bean is unregistered when the client is closed or replaced, so a redeployed application leaves
 * nothing behind. Thread-safe.
 *
 * <p>Nothing throws: in a runtime without the module {@code java.management}, or if a security
 * manager forbids it, nothing is registered.
 */
public final class TrackXJmx implements AutoCloseable, Diagnostics.Listener {
  private static final String NAME = "app.trackx:type=Client";
  private static final int MOST_CLIENTS = 1_000;

  private final TrackXClient client;
  private @Nullable String name; // guarded by this

  private TrackXJmx(TrackXClient client) {
    this.client = client;
  }

  /**
   * Registers a client under the next free name.
   *
   * @param client the client; nothing is registered if it has no endpoint or was closed
   * @return what {@linkplain #close() unregisters} it; the client closes it, too
   */
  public static TrackXJmx register(TrackXClient client) {
    return register(client, null);
  }

  /**
   * Registers a client with the property {@code name}, by which several clients can be told apart.
   *
   * @param client the client; nothing is registered if it has no endpoint or was closed
   * @param name any text; null for none
   * @return what {@linkplain #close() unregisters} it; the client closes it, too
   */
  public static TrackXJmx register(TrackXClient client, @Nullable String name) {
    TrackXJmx jmx = new TrackXJmx(Objects.requireNonNull(client, "client"));
    client.addListener(jmx);
    jmx.registerAs(name);
    if (!client.isEnabled()) { // asked last: it may have been closed meanwhile
      jmx.close();
    }
    return jmx;
  }

  private synchronized void registerAs(@Nullable String text) {
    try {
      name = Beans.register(new ClientBean(client), text);
    } catch (RuntimeException | LinkageError notPossibleHere) {
      name = null;
    }
  }

  /**
   * Returns the object name.
   *
   * @return the name of the bean; null if it is not registered
   */
  public synchronized @Nullable String objectName() {
    return name;
  }

  /** Unregisters the bean. The client goes on. A second call does nothing. */
  @Override
  public synchronized void close() {
    client.removeListener(this);
    if (name != null) {
      Beans.unregister(name);
      name = null;
    }
  }

  /** Unregisters the bean, since its client was closed. */
  @Override
  public void closed() {
    close();
  }

  /** Names the types of the module java.management, which may be missing. */
  private static final class Beans {
    static @Nullable String register(ClientBean bean, @Nullable String text) {
      String prefix = text == null ? NAME : NAME + ",name=" + ObjectName.quote(text);
      for (int id = 1; id <= MOST_CLIENTS; id++) {
        try {
          return register(bean, new ObjectName(id == 1 ? prefix : prefix + ",id=" + id));
        } catch (InstanceAlreadyExistsException another) {
          // the next number
        } catch (JMException notPossibleHere) {
          return null;
        }
      }
      return null;
    }

    private static String register(ClientBean bean, ObjectName name) throws JMException {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      server.registerMBean(bean, name);
      return name.getCanonicalName();
    }

    static void unregister(String name) {
      try {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName(name));
      } catch (JMException | RuntimeException someoneElseDid) {
        // then it is not there
      }
    }
  }
}
