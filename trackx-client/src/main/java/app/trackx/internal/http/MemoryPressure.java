package app.trackx.internal.http;

/** Whether memory is so short that a class of the JDK might fail to be initialized, for good. */
public interface MemoryPressure {
  /** Called on the sending thread. */
  boolean isMemoryShort();
}
