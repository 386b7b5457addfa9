package app.trackx.spring;

import app.trackx.Setting;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if an endpoint is configured, also an unusable one, about which the client warns. While the
 * application is processed ahead of time it always matches: the endpoint is known when it runs.
 */
final class OnEndpoint extends SpringBootCondition {
  private static final String AOT_PROCESSING = "spring.aot.processing";

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    ConditionMessage.Builder message = ConditionMessage.forCondition("TrackX endpoint");
    if (Boolean.getBoolean(AOT_PROCESSING)) {
      return ConditionOutcome.match(message.because("the application is processed ahead of time"));
    }
    return isConfigured(context.getEnvironment())
        ? ConditionOutcome.match(message.foundExactly(TrackXProperties.ENDPOINT))
        : ConditionOutcome.noMatch(message.didNotFind(TrackXProperties.ENDPOINT).atAll());
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
