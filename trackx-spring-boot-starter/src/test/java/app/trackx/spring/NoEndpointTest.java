package app.trackx.spring;

import static org.assertj.core.api.Assertions.assertThat;

import app.trackx.TrackX;
import ch.qos.logback.classic.LoggerContext;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;

/** Tests an application that has the starter on its class path and no endpoint. */
class NoEndpointTest {

  @EnableAutoConfiguration
  static class Shop {}

  @ParameterizedTest
  @ValueSource(strings = {"trackx.endpoint=", "trackx.endpoint=off", "trackx.enabled=true"})
  void noEndpoint_nothingStarts(String property) {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    try (ConfigurableApplicationContext context = App.web(Shop.class, property)) {
      assertThat(context.getBeanDefinitionNames())
          .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("trackx"));
      assertThat(context.getBeansOfType(FilterRegistrationBean.class))
          .doesNotContainKey("trackxFilter");
      assertThat(appender()).isNull();
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().startsWith("trackx"));
      assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
      assertThat(TrackX.client().isEnabled()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"trackx.endpoint=nonsense", "trackx.endpoint=${NOBODY_SETS_THIS}"})
  void unusableEndpoint_startsAndReportsNothing(String property) {
    try (ConfigurableApplicationContext context = App.web(Shop.class, property)) {
      assertThat(context.isRunning()).isTrue();
      assertThat(context.getBean("trackxFilter", FilterRegistrationBean.class).isEnabled())
          .isFalse();
      assertThat(appender()).isNull();
      assertThat(TrackX.client().isEnabled()).isFalse();
    }
  }

  @Test
  void off_nothingStarts() {
    try (ConfigurableApplicationContext context = App.web(
        Shop.class, "trackx.enabled=false", "trackx.endpoint=http://127.0.0.1:1/v1/00000000000")) {
      assertThat(context.containsBean("trackxClient")).isFalse();
      assertThat(TrackX.client().isEnabled()).isFalse();
    }
  }

  private static Object appender() {
    return ((LoggerContext) LoggerFactory.getILoggerFactory())
        .getLogger(Logger.ROOT_LOGGER_NAME)
        .getAppender(LogBackend.APPENDER);
  }
}
