package app.trackx.internal.trail;

import org.jspecify.annotations.Nullable;

/**
 * A check for log messages that are literals of the application's code, and so hold no data.
 *
 * <p>A message without placeholders may be a literal or a concatenation, and one with placeholders
 * may be a concatenation, too. A concatenation is a new string each time. A literal is always the
 * same instance, the one in the JVM's pool, which {@link String#intern} returns for an equal string.
 * That look-up is too slow for each record, and adds a concatenation to the pool until the next
 * garbage collection. So a message without arguments is looked up only when one that looks the same
 * was logged before, a message with arguments when it is logged first, and each one only once. Looks
 * are the length and six of the characters: hashing all of a long message would be too slow, too.
 *
 * <p>Remembers literals, and of other messages only hashes: no reference to data, and none to a
 * class or its loader. A string that the application interns itself counts as a literal; a literal
 * that looks like a concatenation that was looked up does not. Tables of a fixed size, in which a
 * newer entry replaces an older one. Thread-safe without locks: a lost write costs another look-up.
 */
final class Literals {
  /** Longer messages would fill the trail alone. */
  static final int MAX_LENGTH = 300;

  /** The number of concatenations after which messages with arguments have to be logged twice, too. */
  static final int MAX_MISSES = 1_000;

  private static final int SLOTS = 4_096; // a power of two
  private static final int SLOTS_OF_A_LOOK = 4; // a power of two
  private static final int HASHES = 2_048; // a power of two; with the slots 24 KiB in all
  private static final int SAMPLES = 5;

  private final @Nullable String[] known = new @Nullable String[SLOTS];

  /** The hash of a message that was logged once, or the complement of one that is no literal. */
  private final int[] hashes = new int[HASHES];

  private int misses;

  /**
   * Returns the message if it is known as a literal, otherwise null.
   *
   * @param hasArguments whether the message has arguments, so that it is likely to be a literal
   */
  @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // only the instance tells
  @Nullable
  String check(@Nullable String message, boolean hasArguments) {
    if (message == null || message.isEmpty() || message.length() > MAX_LENGTH) {
      return null;
    }
    int hash = look(message);
    int first = (hash & (SLOTS - 1)) & -SLOTS_OF_A_LOOK;
    for (int i = first; i < first + SLOTS_OF_A_LOOK; i++) {
      if (known[i] == message) {
        return message;
      }
    }
    int slot = hash & (HASHES - 1);
    int before = hashes[slot];
    if (before == ~hash) {
      return null;
    }
    if (before != hash && !(hasArguments && misses < MAX_MISSES)) {
      hashes[slot] = hash;
      return null;
    }
    if (isPooled(message)) {
      remember(message, first, hash);
      return message;
    }
    hashes[slot] = ~hash;
    misses++;
    return null;
  }

  private static int look(String message) {
    int length = message.length();
    int hash = length;
    for (int i = 0; i <= SAMPLES; i++) {
      hash = 31 * hash + message.charAt((length - 1) * i / SAMPLES);
    }
    hash *= 0x9e3779b9; // spreads what differs little
    return hash ^ (hash >>> 16);
  }

  private void remember(String literal, int first, int hash) {
    int slot = first + (hash >>> 30);
    for (int i = first; i < first + SLOTS_OF_A_LOOK; i++) {
      slot = known[i] == null ? i : slot;
    }
    known[slot] = literal;
  }

  @SuppressWarnings({"ReferenceEquality", "StringEquality"})
  private static boolean isPooled(String message) {
    // a copy, since a string that is not in the pool would be added and be its own answer
    return new String(message).intern() == message;
  }
}
