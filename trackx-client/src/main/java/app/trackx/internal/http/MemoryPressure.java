package app.trackx.internal.http;

/** Tells whether memory is so short that initializing a JDK class might fail, for good. */
public interface MemoryPressure {
  /** Called on the sending thread. */
  boolean isMemoryShort();
}
