package app.trackx.internal.jvm;

import java.lang.Thread.UncaughtExceptionHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
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
 * handler's class, which relocation does not change, and a map that the handler supplies, its link.
 * The link holds whether the handler is still open, and the previous handler. It is read by any
 * thread and changed with the lock of the chain. A handler that does not supply it, which may be an
 * older copy, is treated as the application's: it stays in place, and handlers below it are out of
 * reach.
 *
 * <p>The link is not made of an AtomicReference and an AtomicBoolean: on JDK 17 their first use loads
 * 21 classes for {@code VarHandle} during {@code TrackX.setup}.
 */
final class HandlerChain {
  /** Key of a Boolean. Must not look like a package name, which relocation would change. */
  static final String OPEN = "trackx-uncaught-1: open";

  /** Key of the previous handler, which is absent if there was none. */
  static final String PREVIOUS = "trackx-uncaught-1: previous";

  /** The same string in all copies, since literals are interned; no other code locks it. */
  static final Object JVM_WIDE_LOCK = "trackx-uncaught-1: lock of the chain";

  private static final String SIMPLE_NAME = ".UncaughtExceptionReporter";

  private HandlerChain() {}

  /** Returns the link of a new handler. */
  static ConcurrentMap<String, Object> newLink(@Nullable UncaughtExceptionHandler previous) {
    ConcurrentMap<String, Object> link = new ConcurrentHashMap<>();
    link.put(OPEN, true);
    setPrevious(link, previous);
    return link;
  }

  static @Nullable UncaughtExceptionHandler previous(Map<String, Object> link) {
    return (UncaughtExceptionHandler) link.get(PREVIOUS);
  }

  private static void setPrevious(
      Map<String, Object> link, @Nullable UncaughtExceptionHandler previous) {
    if (previous == null) {
      link.remove(PREVIOUS);
    } else {
      link.put(PREVIOUS, previous);
    }
  }

  /** Returns the first handler of the chain that is not closed; null for none. */
  static @Nullable UncaughtExceptionHandler firstOpen(@Nullable UncaughtExceptionHandler top) {
    UncaughtExceptionHandler handler = top;
    Map<String, Object> link = link(handler);
    while (link != null && Boolean.FALSE.equals(link.get(OPEN))) {
      handler = previous(link);
      link = link(handler);
    }
    return handler;
  }

  /**
   * Removes a handler that is not on top: the handler above it then holds {@code next}. The caller
   * holds the lock of the chain.
   */
  static void unlink(
      UncaughtExceptionHandler handler,
      @Nullable UncaughtExceptionHandler next,
      @Nullable UncaughtExceptionHandler top) {
    Map<String, Object> link = link(top);
    while (link != null) {
      UncaughtExceptionHandler previous = previous(link);
      if (previous == handler) {
        setPrevious(link, next);
        return;
      }
      link = link(previous);
    }
  }

  /**
   * Returns the handler's link if it is a copy of ours; otherwise null, without calling the
   * handler.
   */
  @SuppressWarnings("unchecked") // part of the protocol
  private static @Nullable Map<String, Object> link(@Nullable UncaughtExceptionHandler handler) {
    if (!(handler instanceof Supplier) || !handler.getClass().getName().endsWith(SIMPLE_NAME)) {
      return null;
    }
    Object answer = ((Supplier<?>) handler).get();
    boolean known = answer instanceof ConcurrentMap
        && ((ConcurrentMap<?, ?>) answer).get(OPEN) instanceof Boolean;
    return known ? (Map<String, Object>) answer : null;
  }
}
