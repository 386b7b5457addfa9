package app.trackx.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalApplicationListener;
import org.springframework.transaction.event.TransactionalApplicationListener.SynchronizationCallback;

/**
 * Adds a callback to each transactional listener, once Spring has created those of annotated methods
 * and before anything in the application runs. Listeners of the phase before the commit need none:
 * what they throw reaches the caller.
 */
final class TransactionalListeners implements SmartLifecycle {
  private final ConfigurableApplicationContext context;
  private final ClientAccess client;
  private boolean running; // confined to the thread that starts and stops the context

  TransactionalListeners(ConfigurableApplicationContext context, ClientAccess client) {
    this.context = context;
    this.client = client;
  }

  @Override
  public void start() {
    if (!running && context instanceof AbstractApplicationContext known) {
      for (ApplicationListener<?> listener : known.getApplicationListeners()) {
        if (listener instanceof TransactionalApplicationListener<?> transactional
            && transactional.getTransactionPhase() != TransactionPhase.BEFORE_COMMIT) {
          transactional.addCallback(new Callback(transactional.getListenerId(), client));
        }
      }
    }
    running = true;
  }

  /** Stays as it is: the callbacks cannot be removed, and one started again must not be added twice. */
  @Override
  public void stop() {}

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }

  private record Callback(String listener, ClientAccess client) implements SynchronizationCallback {
    @Override
    public void postProcessEvent(ApplicationEvent event, @Nullable Throwable error) {
      if (error != null) {
        int parameters = listener.indexOf('(');
        client.uncaught(error, parameters < 0 ? listener : listener.substring(0, parameters));
      }
    }
  }
}
