package app.trackx.local.internal.bounds;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * An ordered map with a maximum number of entries and a maximum total weight. Evicts entries from the front. Never evicts
 * the last remaining entry, even if it exceeds the maximum weight. Not thread-safe.
 */
public final class BoundedMap<K, V> {
  private final int maxCount;
  private final long maxWeight;
  private final ToLongFunction<V> weigher;
  private final Map<K, V> entries = new LinkedHashMap<>();
  private long weight;

  public BoundedMap(int maxCount, long maxWeight, ToLongFunction<V> weigher) {
    this.maxCount = maxCount;
    this.maxWeight = maxWeight;
    this.weigher = weigher;
  }

  public @Nullable V get(K key) {
    return entries.get(key);
  }

  /** Sets a value. A new key is added at the end; an existing one keeps its position. */
  public void put(K key, V value) {
    V old = entries.put(key, value);
    weight += weigher.applyAsLong(value) - (old == null ? 0 : weigher.applyAsLong(old));
    evict();
  }

  /** Sets a value and moves its key to the end. */
  public void putLast(K key, V value) {
    remove(key);
    put(key, value);
  }

  public void remove(K key) {
    V old = entries.remove(key);
    weight -= old == null ? 0 : weigher.applyAsLong(old);
  }

  /** Returns the value at the front, or the given one if the map is empty. */
  public V firstOr(V other) {
    return entries.isEmpty() ? other : entries.values().iterator().next();
  }

  public List<V> values() {
    return new ArrayList<>(entries.values());
  }

  public void clear() {
    entries.clear();
    weight = 0;
  }

  private void evict() {
    Iterator<V> eldest = entries.values().iterator();
    while (entries.size() > maxCount || (weight > maxWeight && entries.size() > 1)) {
      weight -= weigher.applyAsLong(eldest.next());
      eldest.remove();
    }
  }
}
