package app.trackx.internal.spool;

import org.jspecify.annotations.Nullable;

/** The owner and permissions of a directory. Immutable. */
final class Access {
  /** The owner; null if the file system has none. Compare with {@code equals}. */
  final @Nullable Object owner;

  /** Distinguishes this directory from one that replaces it; null if the file system cannot. */
  final @Nullable Object key;

  final boolean groupMayWrite;
  final boolean othersMayWrite;

  Access(
      @Nullable Object owner, @Nullable Object key, boolean groupMayWrite, boolean othersMayWrite) {
    this.owner = owner;
    this.key = key;
    this.groupMayWrite = groupMayWrite;
    this.othersMayWrite = othersMayWrite;
  }

  boolean isShared() {
    return groupMayWrite || othersMayWrite;
  }
}
