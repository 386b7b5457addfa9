package app.trackx.spring;

import app.trackx.Capture;
import app.trackx.EventPayload;
import app.trackx.EventType;
import app.trackx.TrackXClient;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/**
 * A start that failed: the exception itself becomes an event, with what Spring Boot's analyzers tell
 * about it, since the line that Spring Boot logs about an analysis has no exception.
 *
 * <p>If the failure came before the client was opened, one is opened for this event alone, without
 * the application's beans, which are gone or never existed. If the application defines beans that
 * would have changed its events, the event has no texts, since those might have removed them.
 */
final class FailedStart {
  static final String META = "startFailure";

  /** The line of an analysis that quotes a property's value, which may be a secret. */
  private static final Pattern VALUE = Pattern.compile("(?m)^\\s*Value: \"(.+)\"$");

  private static final ClientBeans NO_BEANS = new ClientBeans(null, List.of(), null, List.of());
  private static final ClientBeans NO_TEXTS =
      new ClientBeans(null, List.of(FailedStart::removeTexts), null, List.of());

  /** The failure reported last: one of a context within an application fails that one as well. */
  private static volatile WeakReference<Throwable> last = new WeakReference<>(null);

  private final ApplicationClient application;
  private final Environment environment;
  private final @Nullable ConfigurableApplicationContext context;

  FailedStart(
      ApplicationClient application,
      Environment environment,
      @Nullable ConfigurableApplicationContext context) {
    this.application = application;
    this.environment = environment;
    this.context = context;
  }

  /** Reports the failure, once. Closes the client if no context is left that will. */
  void report(Throwable failure) {
    boolean contextGoesOn = context != null && context.isActive();
    if (last.get() != failure) {
      TrackXClient client = client(contextGoesOn);
      if (client.isEnabled()) {
        last = new WeakReference<>(failure);
        capture(client, failure);
        LogAttachment.ignoreAnalyses();
      }
    }
    application.outcomeIsKnown();
    if (!contextGoesOn && !isOfParent()) {
      application.close();
    }
  }

  private boolean isOfParent() {
    return context != null
        && context.getParent() != null
        && context.getParent().getBeanProvider(ApplicationClient.class).getIfAvailable()
            == application;
  }

  private TrackXClient client(boolean contextGoesOn) {
    if (context != null && contextGoesOn) {
      TrackXClient ofContext = context.getBeanProvider(TrackXClient.class).getIfAvailable();
      if (ofContext != null) {
        return ofContext; // maybe one that the application made
      }
    }
    if (application.isOpen() || !OnEndpoint.isConfigured(environment)) {
      return application.client();
    }
    ClientOptions options = new ClientOptions(environment);
    TrackXClient client = application.open(options, mayHaveTexts() ? NO_BEANS : NO_TEXTS);
    options.logWarnings();
    return client;
  }

  private boolean mayHaveTexts() {
    return context == null || !ClientBeans.areDefined(context.getBeanFactory());
  }

  private static EventPayload removeTexts(EventPayload event, @Nullable Throwable reason) {
    event.setMessage("");
    event.getMeta().remove("causes");
    event.getMeta().remove(META);
    return event;
  }

  private void capture(TrackXClient client, Throwable failure) {
    Capture capture = client.capture(EventType.UNHANDLED_ERROR).reason(failure);
    FailureAnalysis analysis = analyze(failure);
    if (analysis != null) {
      Map<String, Object> texts = new LinkedHashMap<>();
      if (analysis.getDescription() != null) {
        texts.put("description", withoutValue(analysis.getDescription()));
      }
      if (analysis.getAction() != null) {
        texts.put("action", analysis.getAction());
      }
      capture.meta(META, texts);
    }
    capture.send();
  }

  private static String withoutValue(String description) {
    Matcher line = VALUE.matcher(description);
    return line.find() ? description.replace(line.group(1), "[value]") : description;
  }

  private @Nullable FailureAnalysis analyze(Throwable failure) {
    for (FailureAnalyzer analyzer : analyzers()) {
      try {
        FailureAnalysis analysis = analyzer.analyze(failure);
        if (analysis != null) {
          return analysis;
        }
      } catch (Throwable brokenAnalyzer) {
        // the next one may know it, as in Spring Boot
      }
    }
    return null;
  }

  private List<FailureAnalyzer> analyzers() {
    ArgumentResolver arguments = ArgumentResolver.of(Environment.class, environment);
    ClassLoader loader = null;
    if (context != null) {
      ConfigurableListableBeanFactory beans = context.getBeanFactory();
      arguments = arguments.and(BeanFactory.class, beans);
      loader = context.getClassLoader();
    }
    return SpringFactoriesLoader.forDefaultResourceLocation(loader)
        .load(
            FailureAnalyzer.class, arguments, FailureHandler.handleMessage((type, ignored) -> {}));
  }
}
