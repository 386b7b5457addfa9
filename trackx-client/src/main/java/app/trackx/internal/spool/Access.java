package app.trackx.internal.spool;

import org.jspecify.annotations.Nullable;

/** Who may do what in a directory. Immutable. */
final class Access {
  /** Whose it is; null if the file system has no owners. Compared with {@code equals}. */
  final @Nullable Object owner;

  /** Tells this directory from any that takes its place; null if the file system cannot. */
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
