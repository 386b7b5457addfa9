package app.trackx.spring;

import app.trackx.internal.adapter.AdapterThreads;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Reports what the last step of a start throws, the listeners of {@code ApplicationReadyEvent}, of
 * which Spring Boot publishes no event. Comes before Spring Boot's own reporter, which it never
 * replaces.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ReadyFailureReporter implements SpringBootExceptionReporter {
  private final @Nullable ConfigurableApplicationContext context;

  ReadyFailureReporter(@Nullable ConfigurableApplicationContext context) {
    this.context = context;
  }

  @Override
  public boolean reportException(Throwable failure) {
    try {
      if (context != null && context.isActive()) {
        ApplicationClient application =
            context.getBeanProvider(ApplicationClient.class).getIfAvailable();
        if (application != null) {
          new FailedStart(application, context.getEnvironment(), context).report(failure);
        }
      }
    } catch (Throwable neverToTheHost) {
      AdapterThreads.rethrowStop(neverToTheHost);
    }
    return false;
  }
}
