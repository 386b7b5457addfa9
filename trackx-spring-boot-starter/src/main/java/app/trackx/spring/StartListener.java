package app.trackx.spring;

import app.trackx.internal.adapter.AdapterThreads;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Follows the start of one {@code SpringApplication}, which has a listener of its own, and reports its
 * failure. Confined to the thread that starts the application.
 */
final class StartListener implements SmartApplicationListener {
  private ApplicationClient application = ApplicationClient.ofStartingApplication();
  private @Nullable Environment environment;
  private @Nullable ConfigurableApplicationContext context;

  StartListener() {}

  /** After Spring Boot has configured logging, and so after configuration files have been read. */
  @Override
  public int getOrder() {
    return LoggingApplicationListener.DEFAULT_ORDER + 1;
  }

  @Override
  public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
    return ApplicationEnvironmentPreparedEvent.class.isAssignableFrom(type)
        || ApplicationContextInitializedEvent.class.isAssignableFrom(type)
        || ContextRefreshedEvent.class.isAssignableFrom(type)
        || ApplicationFailedEvent.class.isAssignableFrom(type);
  }

  @Override
  public boolean supportsSourceType(@Nullable Class<?> type) {
    return type != null
        && (SpringApplication.class.isAssignableFrom(type)
            || ApplicationContext.class.isAssignableFrom(type));
  }

  @Override
  public void onApplicationEvent(ApplicationEvent event) {
    if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
      application = ApplicationClient.ofStartingApplication(); // it may have run before
      context = null;
      environment = prepared.getEnvironment();
      LogAttachment.restore(); // Spring Boot may have configured logging anew
    } else if (event instanceof ApplicationContextInitializedEvent initialized) {
      join(initialized.getApplicationContext());
    } else if (event instanceof ContextRefreshedEvent refreshed) {
      if (refreshed.getApplicationContext() == context) {
        application.outcomeIsKnown();
      }
    } else if (event instanceof ApplicationFailedEvent failed) {
      failed(failed.getException(), failed.getArgs());
    }
  }

  /** Makes the application's client known to its context, or takes the one that a parent has. */
  private void join(ConfigurableApplicationContext started) {
    context = started;
    environment = started.getEnvironment();
    ApplicationContext parent = started.getParent();
    ApplicationClient known =
        parent == null ? null : parent.getBeanProvider(ApplicationClient.class).getIfAvailable();
    if (known == null) {
      started.getBeanFactory().registerSingleton(StartListener.class.getName(), this);
    } else {
      application = known;
    }
  }

  ApplicationClient application() {
    return application;
  }

  private void failed(Throwable failure, String[] args) {
    try {
      Environment known = environment == null ? EarlyEnvironment.of(args) : environment;
      new FailedStart(application, known, context).report(failure);
    } catch (Throwable neverToTheHost) {
      AdapterThreads.rethrowStop(neverToTheHost);
    }
  }
}
