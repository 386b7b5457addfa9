package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.trackx.EventType;
import app.trackx.OnErrorHandler;
import app.trackx.TrackX;
import app.trackx.local.Event;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Tests starts that fail, each of which is one event: the exception, with Spring Boot's analysis. */
class FailedStartTest {
  @RegisterExtension
  static final Server SERVER = new Server();

  @EnableAutoConfiguration
  static class Empty {}

  @EnableAutoConfiguration
  static class WithoutDatabase {
    @Bean
    Object database() {
      throw new IllegalStateException("no database");
    }
  }

  @EnableAutoConfiguration
  static class FailingRunner {
    @Bean
    ApplicationRunner runner() {
      return arguments -> {
        throw new IllegalStateException("nothing to import");
      };
    }
  }

  @EnableAutoConfiguration
  static class FailingListener {
    @Bean
    ApplicationListener<ApplicationReadyEvent> listener() {
      return ready -> {
        throw new IllegalStateException("not ready at all");
      };
    }
  }

  @EnableAutoConfiguration
  static class WithHandler {
    @Bean
    OnErrorHandler handler() {
      return (event, reason) -> {
        event.getMeta().put("handled", true);
        return event;
      };
    }
  }

  @Import({WithHandler.class, WithoutStock.class})
  static class WithHandlerWithoutStock {}

  @Import(WithHandler.class)
  static class WithHandlerFailingEarly {
    @Bean
    static BeanFactoryPostProcessor early() {
      return beans -> {
        throw new IllegalStateException("too early");
      };
    }
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(TrackX.client().isEnabled()).isFalse();
  }

  private static Event failing(Class<?> source, String... properties) {
    String[] all = Arrays.copyOf(properties, properties.length + 1);
    all[properties.length] = SERVER.property();
    assertThatThrownBy(() -> App.plain(source, all)).isNotNull();
    return SERVER.onlyEvent();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> analysis(Event event) {
    return (Map<String, Object>) event.meta().get("startFailure");
  }

  @Test
  void missingBean_isTheExceptionWithItsAnalysis() {
    Event event = failing(WithoutStock.class);

    assertThat(event.type()).isEqualTo(EventType.UNHANDLED_ERROR.code());
    assertThat(event.name())
        .isEqualTo("org.springframework.beans.factory.UnsatisfiedDependencyException");
    assertThat((String) analysis(event).get("description")).contains("Stock");
    assertThat((String) analysis(event).get("action")).contains("Consider defining a bean");
  }

  @Test
  void keysOfMeta_areThoseThatThePrivacyFileLists() throws Exception {
    String listed;
    try (InputStream file =
        getClass().getResourceAsStream("/META-INF/trackx/privacy-spring.json")) {
      listed = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
    Set<String> keys = new TreeSet<>(failing(WithoutStock.class).meta().keySet());
    keys.removeAll(Set.of("_c", "_v", "thread", "java", "causes")); // the client's own

    assertThat(keys).containsExactly("startFailure").allMatch(key -> listed.contains(key));
  }

  @Test
  void failingBean_isTheException() {
    Event event = failing(WithoutDatabase.class);

    assertThat(event.frames().get(0).callee()).endsWith("WithoutDatabase.database");
    assertThat(event.meta()).doesNotContainKey("startFailure");
  }

  @Test
  void portInUse_isTheExceptionWithItsAnalysis() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "server.port=" + taken.getLocalPort();
      assertThatThrownBy(
              () -> App.web(Empty.class, SERVER.property(), port, "server.address=127.0.0.1"))
          .isNotNull();

      Event event = SERVER.onlyEvent();
      assertThat((String) analysis(event).get("description")).contains("already in use");
    }
  }

  @Test
  void failingRunner_isTheException() {
    assertThat(failing(FailingRunner.class).message()).isEqualTo("nothing to import");
  }

  @Test
  void failingListenerOfReadiness_isTheException() {
    assertThat(failing(FailingListener.class).message()).isEqualTo("not ready at all");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spring.config.import=file:./nowhere.properties",
        "spring.profiles.active=a b/c",
        "spring.main.web-application-type=carrier-pigeon"
      })
  void failureBeforeTheContext_isTheException(String property) {
    Event event = failing(Empty.class, property);

    assertThat(event.type()).isEqualTo(EventType.UNHANDLED_ERROR.code());
    assertThat(event.name()).contains("Exception");
    assertThat(event.frames()).isNotEmpty();
  }

  @Test
  void analysis_quotesNoValue() {
    Event event = failing(Empty.class, "spring.main.lazy-initialization=Hunter2Hunter2");

    assertThat((String) analysis(event).get("description"))
        .contains("spring.main.lazy-initialization", "Value: \"[value]\"")
        .doesNotContain("Hunter2");
  }

  @Test
  void failureBeforeBeansThatChangeEvents_hasNoTexts() {
    Event event = failing(WithHandlerFailingEarly.class);

    assertThat(event.name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(event.message()).isEmpty();
    assertThat(event.meta()).doesNotContainKeys("causes", "startFailure", "handled");
  }

  @Test
  void failureAfterBeansThatChangeEvents_isChangedByThem() {
    assertThat(failing(WithHandlerWithoutStock.class).meta()).containsEntry("handled", true);
  }

  @Test
  void failingChild_isOneEventOfTheApplication() {
    SpringApplicationBuilder builder = new SpringApplicationBuilder(Empty.class)
        .web(WebApplicationType.NONE)
        .registerShutdownHook(false)
        .child(WithoutDatabase.class)
        .web(WebApplicationType.NONE)
        .registerShutdownHook(false);
    assertThatThrownBy(() -> builder.run(App.arguments(SERVER.property()))).isNotNull();

    assertThat(SERVER.onlyEvent().frames().get(0).callee()).endsWith("WithoutDatabase.database");
    closeParent(builder);
  }

  private static void closeParent(SpringApplicationBuilder child) {
    SpringApplication.exit(child.parent().context());
  }
}
