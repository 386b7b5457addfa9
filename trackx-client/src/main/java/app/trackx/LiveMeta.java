package app.trackx;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The map behind {@code meta()}: live, safe for any thread, and a null in it does no harm.
 *
 * <p>Copy on write: it changes rarely and is read with every event, where a snapshot must cost
 * nothing and take no lock. A {@code ConcurrentHashMap} would have to be copied for each event, and
 * would throw at the first null.
 */
final class LiveMeta extends AbstractMap<String, Object> implements ConcurrentMap<String, Object> {
  private final AtomicReference<Map<String, Object>> current =
      new AtomicReference<>(Collections.<String, Object>emptyMap());

  /** What is in it now; never changes. */
  @SuppressWarnings("NullAway") // the reference is never null
  Map<String, Object> snapshot() {
    return current.get();
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return snapshot().entrySet();
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return snapshot().get(key);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return snapshot().containsKey(key);
  }

  @Override
  public @Nullable Object put(@Nullable String key, @Nullable Object value) {
    for (; ; ) {
      Map<String, Object> old = snapshot();
      if (current.compareAndSet(old, with(old, key, value))) {
        return old.get(key);
      }
    }
  }

  @Override
  public @Nullable Object remove(@Nullable Object key) {
    for (; ; ) {
      Map<String, Object> old = snapshot();
      if (!old.containsKey(key) || current.compareAndSet(old, without(old, key))) {
        return old.get(key);
      }
    }
  }

  @Override
  public void clear() {
    current.set(Collections.<String, Object>emptyMap());
  }

  @Override
  public @Nullable Object putIfAbsent(@Nullable String key, @Nullable Object value) {
    for (; ; ) {
      Map<String, Object> old = snapshot();
      Object present = old.get(key);
      if (present != null || current.compareAndSet(old, with(old, key, value))) {
        return present;
      }
    }
  }

  @Override
  public boolean remove(@Nullable Object key, @Nullable Object value) {
    for (; ; ) {
      Map<String, Object> old = snapshot();
      if (!holds(old, key, value)) {
        return false;
      }
      if (current.compareAndSet(old, without(old, key))) {
        return true;
      }
    }
  }

  @Override
  public boolean replace(@Nullable String key, @Nullable Object before, @Nullable Object after) {
    for (; ; ) {
      Map<String, Object> old = snapshot();
      if (!holds(old, key, before)) {
        return false;
      }
      if (current.compareAndSet(old, with(old, key, after))) {
        return true;
      }
    }
  }

  @Override
  public @Nullable Object replace(@Nullable String key, @Nullable Object value) {
    for (; ; ) {
      Map<String, Object> old = snapshot();
      if (!old.containsKey(key) || current.compareAndSet(old, with(old, key, value))) {
        return old.get(key);
      }
    }
  }

  private static boolean holds(
      Map<String, Object> map, @Nullable Object key, @Nullable Object value) {
    return map.containsKey(key) && Objects.equals(map.get(key), value);
  }

  @SuppressWarnings("NullAway") // a LinkedHashMap takes nulls, which JDK annotations do not say
  private static Map<String, Object> with(
      Map<String, Object> old, @Nullable String key, @Nullable Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(old);
    copy.put(key, value);
    return Collections.unmodifiableMap(copy);
  }

  private static Map<String, Object> without(Map<String, Object> old, @Nullable Object key) {
    Map<String, Object> copy = new LinkedHashMap<>(old);
    copy.remove(key);
    return Collections.unmodifiableMap(copy);
  }
}
