package app.trackx.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import app.shop.LoggingBundle;
import app.shop.SendingBundle;
import app.trackx.local.Event;
import app.trackx.local.TrackXLocal;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Tests of the jars in an OSGi container, with the bundles listed in docs/OPERATIONS.md. */
@Timeout(120)
class BundleTest {
  private static final String IMPORTS = "app.trackx,org.osgi.framework,org.slf4j";
  private static final Map<String, String> LOGBACK_FRAGMENT = Map.of(
      "Fragment-Host", "ch.qos.logback.classic",
      "Import-Package", "app.trackx.logback");
  private static final String LOGBACK = """
      <configuration>
        <appender name="TRACKX" class="app.trackx.logback.TrackXAppender"/>
        <root level="INFO"><appender-ref ref="TRACKX"/></root>
      </configuration>
      """;

  @TempDir
  Path folder;

  private TrackXLocal server;
  private Container container;
  private Bundle client;

  @BeforeEach
  void startContainer() throws Exception {
    server = TrackXLocal.start();
    container = Container.start(folder, Map.of("app.shop.endpoint", server.endpoint()));
    client = container.install(new Published("trackx-client").jar());
  }

  @AfterEach
  void stopContainer() throws Exception {
    container.close();
    server.close();
  }

  @Test
  void errorSentByABundle_arrives_andStoppingItRemovesTheHandler() throws Exception {
    UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    installSlf4j("slf4j-nop");
    Bundle application = container.installApplication(SendingBundle.class, IMPORTS);

    container.startAll();

    Event event = onlyEvent();
    assertThat(event.message()).isEqualTo("no order");
    assertThat(event.frames().get(0).callee()).isEqualTo("app.shop.SendingBundle.order");
    assertThat(event.frames().get(1).callee()).isEqualTo("app.shop.SendingBundle.start");
    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isNotSameAs(before);
    application.stop();
    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
  }

  @Test
  void classesOfTheClient_resolveTheTypesInTheirSignatures() throws Exception {
    installSlf4j("slf4j-nop");
    container.startAll();

    for (String file : Published.files(new Published("trackx-client").jar())) {
      if (file.startsWith("app/") && file.endsWith(".class")) {
        Class<?> type = client.loadClass(file.replace(".class", "").replace('/', '.'));
        assertThatCode(type::getDeclaredFields).doesNotThrowAnyException();
        assertThatCode(type::getDeclaredMethods).doesNotThrowAnyException();
        assertThatCode(type::getDeclaredConstructors).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void errorLoggedByLogback_arrives() throws Exception {
    installSlf4j("logback-classic", "logback-core");

    startLogging(LOGBACK_FRAGMENT, "logback.xml", LOGBACK);

    assertThatTheRecordArrived();
  }

  @Test
  void errorLoggedByLogback12_arrives_withoutSpiFly() throws Exception {
    container.install("slf4j-api-1.7", "logback-classic-1.2", "logback-core-1.2");

    startLogging(LOGBACK_FRAGMENT, "logback.xml", LOGBACK);

    assertThatTheRecordArrived();
  }

  @Test
  void errorLoggedByLog4j_arrives() throws Exception {
    installSlf4j("log4j-slf4j2-impl", "log4j-api", "log4j-core");

    startLogging(Map.of("Fragment-Host", "org.apache.logging.log4j.core"), "log4j2.xml", """
        <Configuration>
          <Appenders><TrackX name="TRACKX"/></Appenders>
          <Loggers><Root level="INFO"><AppenderRef ref="TRACKX"/></Root></Loggers>
        </Configuration>
        """);

    assertThatTheRecordArrived();
  }

  @Test
  void errorLoggedByTheJdk_arrives_withoutAnyLibrary() throws Exception {
    installSlf4j("slf4j-nop");
    Bundle adapters = container.install(new Published("trackx-client-slf4j").jar());
    container.startAll();
    Class<?> trackx = client.loadClass("app.trackx.TrackX");
    trackx.getMethod("setup", String.class).invoke(null, server.endpoint());
    try {
      Handler handler = (Handler) instance(adapters, "app.trackx.jul.TrackXHandler");
      LogRecord record = new LogRecord(Level.SEVERE, "failed");
      record.setThrown(new IllegalStateException("no order"));

      handler.publish(record);

      assertThat(onlyEvent().json()).contains("\"log\":\"failed\"");
    } finally {
      trackx.getMethod("close").invoke(null);
    }
  }

  @Test
  void filters_ofBothApis_canBeLoaded() throws Exception {
    installSlf4j("slf4j-nop");
    container.install("jakarta.servlet-api", "javax.servlet-api");
    Bundle jakarta = container.install(new Published("trackx-client-servlet").jar());
    Bundle javax = container.install(new Published("trackx-client-servlet").jar("javax"));

    container.startAll();

    assertThat(apiOf(jakarta)).isEqualTo("jakarta.servlet.Filter");
    assertThat(apiOf(javax)).isEqualTo("javax.servlet.Filter");
  }

  private static String apiOf(Bundle bundle) throws Exception {
    Object filter = instance(bundle, "app.trackx.servlet.TrackXFilter");
    return filter.getClass().getInterfaces()[0].getName();
  }

  private static Object instance(Bundle bundle, String name) throws Exception {
    return bundle.loadClass(name).getDeclaredConstructor().newInstance();
  }

  /** Installs SLF4J with a provider, and with SPI Fly, which SLF4J 2 requires to find the provider. */
  private void installSlf4j(String... provider) throws Exception {
    container.install(
        "org.apache.aries.spifly.dynamic.bundle",
        "asm",
        "asm-analysis",
        "asm-commons",
        "asm-tree",
        "asm-util");
    container.installLibraries("slf4j-api");
    container.install(provider);
  }

  /** Starts the logging application, with the logging configuration in a fragment of the library's bundle. */
  private void startLogging(Map<String, String> fragment, String file, String configuration)
      throws Exception {
    container.install(new Published("trackx-client-slf4j").jar());
    container.install(container.bundle(
        "app.shop.logging", fragment, file, configuration.getBytes(StandardCharsets.UTF_8)));
    container.installApplication(LoggingBundle.class, IMPORTS);
    container.startAll();
  }

  private void assertThatTheRecordArrived() {
    Event event = onlyEvent();
    assertThat(event.message()).isEqualTo("no order");
    assertThat(event.json()).contains("\"log\":\"failed\"");
    assertThat(event.frames().get(0).callee()).isEqualTo("app.shop.LoggingBundle.start");
  }

  private Event onlyEvent() {
    assertThat(server.awaitEvents(1, Duration.ofSeconds(20))).isTrue();
    assertThat(server.events()).hasSize(1);
    return server.events().get(0);
  }
}
