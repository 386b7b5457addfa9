package app.trackx.internal.logging;

/** The place where a logging library wants to hear what is wrong with an adapter. */
public interface StatusLine {
  /** Says one sentence. Never holds the endpoint's key, a log message or a stack. */
  void warn(String text);
}
