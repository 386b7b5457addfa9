package app.trackx;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The chain of uncaught-exception handlers, each of which holds the one that was there before it.
 *
 * <p>Several class loaders may each have a copy of this client: in a rolling redeploy the new one is set
 * up before the old one is closed. A handler that is closed has to leave the chain wherever it stands,
 * or the handler above it would keep its class loader in memory, and bring it back when it is closed
 * itself. Copies share no class, so they know each other by what the JDK has: the simple name of the
 * handler's class, which relocation does not change, and an array that it supplies, of a word that
 * tells the protocol, a reference to the handler before it, and whether it is still open. Whatever
 * does not answer like that, an older copy too, is a handler of the application and stays where it
 * is; what is below one is out of reach.
 */
final class HandlerChain {
  /** Not a name that relocation would change. */
  static final String PROTOCOL = "trackx-uncaught-1";

  /** One string for all copies, since literals are interned; nobody else locks it. */
  static final Object JVM_WIDE_LOCK = "trackx-uncaught-1: lock of the chain";

  private static final String SIMPLE_NAME = ".UncaughtExceptionReporter";

  private HandlerChain() {}

  /** The first of the chain that was not closed; null for none. */
  static @Nullable UncaughtExceptionHandler firstOpen(@Nullable UncaughtExceptionHandler top) {
    UncaughtExceptionHandler handler = top;
    for (Object[] link = link(handler); link != null && !isOpen(link); link = link(handler)) {
      handler = previous(link).get();
    }
    return handler;
  }

  /** Takes a handler out that is not the top: the one that holds it holds {@code next} from now on. */
  static void unlink(
      UncaughtExceptionHandler handler,
      @Nullable UncaughtExceptionHandler next,
      @Nullable UncaughtExceptionHandler top) {
    for (Object[] link = link(top); link != null; ) {
      AtomicReference<@Nullable UncaughtExceptionHandler> previous = previous(link);
      if (previous.compareAndSet(handler, next)) {
        return;
      }
      link = link(previous.get());
    }
  }

  private static boolean isOpen(Object[] link) {
    return ((AtomicBoolean) link[2]).get();
  }

  @SuppressWarnings("unchecked") // part of the protocol
  private static AtomicReference<@Nullable UncaughtExceptionHandler> previous(Object[] link) {
    return (AtomicReference<@Nullable UncaughtExceptionHandler>) link[1];
  }

  /** What the handler answers if it is a copy of ours; else null, and it is not asked. */
  private static Object @Nullable [] link(@Nullable UncaughtExceptionHandler handler) {
    if (!(handler instanceof Supplier) || !handler.getClass().getName().endsWith(SIMPLE_NAME)) {
      return null;
    }
    Object answer = ((Supplier<?>) handler).get();
    if (!(answer instanceof Object[])) {
      return null;
    }
    Object[] link = (Object[]) answer;
    boolean known = link.length >= 3
        && PROTOCOL.equals(link[0])
        && link[1] instanceof AtomicReference
        && link[2] instanceof AtomicBoolean;
    return known ? link : null;
  }
}
