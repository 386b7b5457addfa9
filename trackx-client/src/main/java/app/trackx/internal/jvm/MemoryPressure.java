package app.trackx.internal.jvm;

/** A check whether memory is so short that initializing a JDK class might fail, for good. */
public interface MemoryPressure {
  /** Returns whether memory is short. Called on the sending thread. */
  boolean isMemoryShort();
}
