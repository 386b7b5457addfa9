package app.trackx.internal.json;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The map behind {@code meta()}: live, thread-safe and tolerant of nulls.
 *
 * <p>Copy on write, since it changes rarely and is read for every event: a snapshot must cost
 * nothing and take no lock. A {@code ConcurrentHashMap} would have to be copied for each event and
 * would throw at the first null.
 */
public final class LiveMeta extends AbstractMap<String, @Nullable Object>
    implements ConcurrentMap<String, @Nullable Object> {
  @SuppressWarnings("rawtypes") // the updater takes the raw class
  private static final AtomicReferenceFieldUpdater<LiveMeta, Map> CURRENT =
      AtomicReferenceFieldUpdater.newUpdater(LiveMeta.class, Map.class, "current");

  private volatile Map<String, @Nullable Object> current = Collections.emptyMap();

  /** Returns the current content, which is immutable. */
  public Map<String, @Nullable Object> snapshot() {
    return current;
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
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
      Map<String, @Nullable Object> old = snapshot();
      if (CURRENT.compareAndSet(this, old, with(old, key, value))) {
        return old.get(key);
      }
    }
  }

  @Override
  public @Nullable Object remove(@Nullable Object key) {
    for (; ; ) {
      Map<String, @Nullable Object> old = snapshot();
      if (!old.containsKey(key) || CURRENT.compareAndSet(this, old, without(old, key))) {
        return old.get(key);
      }
    }
  }

  @Override
  public void clear() {
    current = Collections.emptyMap();
  }

  @Override
  public @Nullable Object putIfAbsent(@Nullable String key, @Nullable Object value) {
    for (; ; ) {
      Map<String, @Nullable Object> old = snapshot();
      Object present = old.get(key);
      if (present != null || CURRENT.compareAndSet(this, old, with(old, key, value))) {
        return present;
      }
    }
  }

  @Override
  public boolean remove(@Nullable Object key, @Nullable Object value) {
    for (; ; ) {
      Map<String, @Nullable Object> old = snapshot();
      if (!holds(old, key, value)) {
        return false;
      }
      if (CURRENT.compareAndSet(this, old, without(old, key))) {
        return true;
      }
    }
  }

  @Override
  public boolean replace(@Nullable String key, @Nullable Object before, @Nullable Object after) {
    for (; ; ) {
      Map<String, @Nullable Object> old = snapshot();
      if (!holds(old, key, before)) {
        return false;
      }
      if (CURRENT.compareAndSet(this, old, with(old, key, after))) {
        return true;
      }
    }
  }

  @Override
  public @Nullable Object replace(@Nullable String key, @Nullable Object value) {
    for (; ; ) {
      Map<String, @Nullable Object> old = snapshot();
      if (!old.containsKey(key) || CURRENT.compareAndSet(this, old, with(old, key, value))) {
        return old.get(key);
      }
    }
  }

  private static boolean holds(
      Map<String, @Nullable Object> map, @Nullable Object key, @Nullable Object value) {
    return map.containsKey(key) && Objects.equals(map.get(key), value);
  }

  @SuppressWarnings("NullAway") // a LinkedHashMap allows nulls, despite the JDK annotations
  private static Map<String, @Nullable Object> with(
      Map<String, @Nullable Object> old, @Nullable String key, @Nullable Object value) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(old);
    copy.put(key, value);
    return Collections.unmodifiableMap(copy);
  }

  private static Map<String, @Nullable Object> without(
      Map<String, @Nullable Object> old, @Nullable Object key) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(old);
    copy.remove(key);
    return Collections.unmodifiableMap(copy);
  }
}
