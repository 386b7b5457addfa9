package app.trackx.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.Diagnostics;
import app.trackx.TrackX;
import app.trackx.TrackXClient;
import app.trackx.testing.Waiting;
import app.trackx.transport.Outcome;
import java.beans.Introspector;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bean of a client in the platform's MBean server. */
@Timeout(120)
class TrackXJmxTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String NAME = "app.trackx:type=Client";
  private final RecordingTransport transport = new RecordingTransport();
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

  @AfterEach
  void nothingIsLeft() throws Exception {
    assertThat(names()).isEmpty();
  }

  private Set<String> names() throws Exception {
    return server.queryNames(new ObjectName("app.trackx:*"), null).stream()
        .map(ObjectName::getCanonicalName)
        .collect(Collectors.toSet());
  }

  @Test
  void attributes_areTheCounts() throws Exception {
    transport.then(Outcome.sent()).then(Outcome.rejected(422));
    try (TrackXClient client = transport.client()) {
      assertThat(TrackXJmx.register(client).objectName()).isEqualTo(NAME);
      client.sendEvent(new RuntimeException());
      assertThat(client.flush(PATIENCE)).isTrue();
      client.sendEvent(new RuntimeException());
      assertThat(client.flush(PATIENCE)).isTrue();

      assertThat(attribute("Captured")).isEqualTo(2L);
      assertThat(attribute("Sent")).isEqualTo(1L);
      assertThat(attribute("TotalDropped")).isEqualTo(1L);
      assertThat(attribute("DeliveryState")).isEqualTo("READY");
      TabularData dropped = (TabularData) attribute("Dropped");
      assertThat(dropped.get(new Object[] {"REJECTED"}).get("value")).isEqualTo(1L);
    }
  }

  private Object attribute(String name) throws Exception {
    return server.getAttribute(new ObjectName(NAME), name);
  }

  @Test
  void everyCount_isAnAttribute_andCanBeRead() throws Exception {
    Set<String> counts = Stream.of(Diagnostics.class.getMethods())
        .filter(method -> method.getDeclaringClass() == Diagnostics.class)
        .filter(method -> method.getParameterCount() == 0 && !method.getName().equals("toString"))
        .map(method -> method.getName())
        .collect(Collectors.toSet());
    counts.add("deliveryState");
    try (TrackXClient client = transport.client()) {
      TrackXJmx.register(client);
      MBeanAttributeInfo[] attributes =
          server.getMBeanInfo(new ObjectName(NAME)).getAttributes();

      assertThat(Arrays.stream(attributes)
              .map(attribute -> Introspector.decapitalize(attribute.getName())))
          .containsExactlyInAnyOrderElementsOf(counts);
      for (MBeanAttributeInfo attribute : attributes) {
        assertThat(attribute.isWritable()).isFalse();
        assertThat(attribute(attribute.getName())).isNotNull();
      }
      assertThat(server.getMBeanInfo(new ObjectName(NAME)).getOperations()).isEmpty();
    }
  }

  @Test
  void severalClients_haveAnIdOrAName() throws Exception {
    try (TrackXClient first = transport.client();
        TrackXClient second = transport.client();
        TrackXClient third = transport.client()) {
      TrackXJmx.register(first);
      TrackXJmx.register(second);
      TrackXJmx named = TrackXJmx.register(third, "orders, \"new\"");

      assertThat(named.objectName()).contains("name=\"orders, \\\"new\\\"\"");
      assertThat(names())
          .containsExactlyInAnyOrder(NAME, "app.trackx:id=2,type=Client", named.objectName());
    }
  }

  @Test
  void closedOrReplacedClient_isUnregistered() throws Exception {
    try {
      TrackXJmx first = TrackXJmx.register(TrackX.setup(transport.builder()));
      TrackX.setup(transport.builder());

      assertThat(first.objectName()).isNull();
      assertThat(names()).isEmpty();
      TrackXJmx.register(TrackX.client());
      assertThat(names()).containsExactly(NAME);
    } finally {
      TrackX.close();
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void close_unregistersOneBean_once_andTheClientGoesOn() throws Exception {
    try (TrackXClient client = transport.client()) {
      TrackXJmx jmx = TrackXJmx.register(client);
      jmx.close();
      TrackXJmx again = TrackXJmx.register(client);
      jmx.close();

      assertThat(names()).containsExactly(again.objectName());
      assertThat(client.isEnabled()).isTrue();
    }
  }

  @Test
  void clientThatIsOffOrClosed_isNotRegistered() throws Exception {
    TrackXClient closed = transport.client();
    closed.close();

    assertThat(TrackXJmx.register(closed).objectName()).isNull();
    assertThat(TrackXJmx.register(TrackXClient.builder(null).build()).objectName())
        .isNull();
    assertThat(names()).isEmpty();
  }

  @Test
  void beanThatSomeoneElseUnregistered_doesNoHarm() throws Exception {
    try (TrackXClient client = transport.client()) {
      TrackXJmx.register(client);
      server.unregisterMBean(new ObjectName(NAME));
    }
    assertThat(names()).isEmpty();
  }

  /** As two web applications do, of which each has the client's jars. */
  @Test
  void twoApplications_haveTwoBeans_andAClosedOneLeavesNoClassLoader() throws Exception {
    try (TrackXClient ours = transport.client()) {
      TrackXJmx.register(ours);
      WeakReference<ClassLoader> redeployed = deployAndClose();

      assertThat(names()).containsExactly(NAME);
      Waiting.until(() -> {
        System.gc();
        return redeployed.get() == null;
      });
    }
  }

  private WeakReference<ClassLoader> deployAndClose() throws Exception {
    URLClassLoader application =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
    Runnable program = (Runnable) application
        .loadClass(DeployedProgram.class.getName())
        .getDeclaredConstructor()
        .newInstance();
    program.run();
    application.close();
    return new WeakReference<>(application);
  }

  private static URL[] classPath() throws Exception {
    String[] entries =
        System.getProperty("java.class.path").split(System.getProperty("path.separator"));
    URL[] urls = new URL[entries.length];
    for (int i = 0; i < entries.length; i++) {
      urls[i] = Path.of(entries[i]).toUri().toURL();
    }
    return urls;
  }
}
