package app.trackx.spring;

import app.trackx.Setting;
import app.trackx.TrackXClient;
import java.util.Optional;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if an endpoint is configured, also an unusable one, about which the client warns, or if the
 * application has connection details or a client of its own. While the application is processed ahead of time it always
 * matches: the endpoint is known when it runs.
 */
final class OnEndpoint extends SpringBootCondition implements ConfigurationCondition {
  private static final String AOT_PROCESSING = "spring.aot.processing";

  @Override
  public ConfigurationPhase getConfigurationPhase() {
    return ConfigurationPhase.REGISTER_BEAN;
  }

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    ConditionMessage.Builder message = ConditionMessage.forCondition("TrackX endpoint");
    if (Boolean.getBoolean(AOT_PROCESSING)) {
      return ConditionOutcome.match(message.because("the application is processed ahead of time"));
    }
    if (isConfigured(context.getEnvironment())) {
      return ConditionOutcome.match(message.foundExactly(TrackXProperties.ENDPOINT));
    }
    if (isDefined(TrackXConnectionDetails.class, context)) {
      return ConditionOutcome.match(message.foundExactly("connection details"));
    }
    return isDefined(TrackXClient.class, context)
        ? ConditionOutcome.match(message.foundExactly("a client of the application"))
        : ConditionOutcome.noMatch(message.didNotFind(TrackXProperties.ENDPOINT).atAll());
  }

  private static boolean isDefined(Class<?> type, ConditionContext context) {
    ListableBeanFactory beans = context.getBeanFactory();
    return beans != null && beans.getBeanNamesForType(type, true, false).length > 0;
  }

  static boolean isConfigured(Environment environment) {
    Setting setting = Setting.of("endpoint", endpoint(environment).orElse(null), "endpoint");
    return setting.value() != null || setting.warning() != null;
  }

  private static Optional<String> endpoint(Environment environment) {
    try {
      return Optional.ofNullable(
          Binder.get(environment).bind(TrackXProperties.ENDPOINT, String.class).orElse(null));
    } catch (RuntimeException unreadable) {
      return Optional.of("${}"); // counts as a placeholder that nothing replaced
    }
  }
}
