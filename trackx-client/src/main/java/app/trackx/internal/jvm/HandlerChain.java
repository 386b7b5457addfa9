package app.trackx.internal.jvm;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The chain of uncaught-exception handlers, each of which holds the previous one.
 *
 * <p>Several class loaders may each have a copy of this client: in a rolling redeployment, the new
 * copy is set up before the old one is closed. A closed handler must leave the chain wherever it
 * stands. Otherwise the handler above it would keep its class loader in memory, and would reinstall
 * it when it is closed itself.
 *
 * <p>Copies share no class, so they recognize each other through JDK types: the simple name of the
 * handler's class, which relocation does not change, and an array that the handler supplies. The
 * array holds the name of the protocol, a reference to the previous handler, and whether this one
 * is still open. A handler that does not supply it, which may be an older copy, is treated as the
 * application's: it stays in place, and handlers below it are out of reach.
 */
final class HandlerChain {
  /** Must not look like a package name, which relocation would change. */
  static final String PROTOCOL = "trackx-uncaught-1";

  /** The same string in all copies, since literals are interned; no other code locks it. */
  static final Object JVM_WIDE_LOCK = "trackx-uncaught-1: lock of the chain";

  private static final String SIMPLE_NAME = ".UncaughtExceptionReporter";

  private HandlerChain() {}

  /** Returns the first handler of the chain that is not closed; null for none. */
  static @Nullable UncaughtExceptionHandler firstOpen(@Nullable UncaughtExceptionHandler top) {
    UncaughtExceptionHandler handler = top;
    for (Object[] link = link(handler); link != null && !isOpen(link); link = link(handler)) {
      handler = previous(link).get();
    }
    return handler;
  }

  /** Removes a handler that is not on top: the handler above it then holds {@code next}. */
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

  /**
   * Returns the handler's link if it is a copy of ours; otherwise null, without calling the
   * handler.
   */
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
