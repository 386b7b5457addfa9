package app.trackx.spring;

import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Hooks;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Reports the errors that Reactor drops: those of a subscription without an error consumer, and those
 * that come after the end of a sequence. The hook is one for the whole JVM, beside those of the
 * application: the first Spring application sets it and the last one removes it.
 *
 * <p>Reactor can only remove all hooks at once, and a hook takes the place of its log record. So this
 * one looks at the field that holds them: it logs as Reactor does, and is removed, only while it is
 * alone there. Behind a hook of the application it stays at the end, and does nothing. If the field
 * cannot be read, there is no hook, and dropped errors arrive by Reactor's log record.
 */
final class DroppedErrors {
  /** Reactor's own, which a hook silences. */
  private static final Logger LOGGER = Loggers.getLogger("reactor.core.publisher.Operators");

  private static final Consumer<Throwable> HOOK = DroppedErrors::dropped;
  private static final @Nullable Field HOOKS = field();

  /** The applications that are running, in the order of their starts. */
  private static final List<ClientAccess> APPLICATIONS = new CopyOnWriteArrayList<>();

  /** Whether the hook is among Reactor's; guarded by the class. */
  private static boolean installed;

  private final ClientAccess client;

  DroppedErrors(ClientAccess client) {
    this.client = client;
  }

  private static @Nullable Field field() {
    try {
      Field field = Hooks.class.getDeclaredField("onErrorDroppedHook");
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | RuntimeException unknownVersion) {
      return null;
    }
  }

  private static @Nullable Object hooks() {
    try {
      return HOOKS == null ? null : HOOKS.get(null);
    } catch (IllegalAccessException impossible) {
      return null;
    }
  }

  void open() {
    if (HOOKS == null) {
      return;
    }
    synchronized (DroppedErrors.class) {
      APPLICATIONS.add(client);
      if (!installed || hooks() == null) { // null: the application has reset all hooks
        Hooks.onErrorDropped(HOOK);
        installed = true;
      }
    }
  }

  void close() {
    synchronized (DroppedErrors.class) {
      APPLICATIONS.remove(client);
      if (APPLICATIONS.isEmpty() && hooks() == HOOK) {
        Hooks.resetOnErrorDropped();
        installed = false;
      }
    }
  }

  private static void dropped(Throwable error) {
    for (ClientAccess first : APPLICATIONS) {
      first.rejected(withoutWrapper(error), null);
      break; // nothing tells whose error it is
    }
    if (hooks() == HOOK) {
      LOGGER.error("Operator called default onErrorDropped", error);
    }
  }

  private static Throwable withoutWrapper(Throwable error) {
    Throwable cause = Exceptions.isErrorCallbackNotImplemented(error) ? error.getCause() : null;
    return cause == null ? Exceptions.unwrap(error) : cause;
  }
}
