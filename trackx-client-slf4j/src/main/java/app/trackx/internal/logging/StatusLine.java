package app.trackx.internal.logging;

/** A logging library's own status system, which receives an adapter's warnings. */
public interface StatusLine {
  /** Reports a warning, which never contains the endpoint's key, a log message or a stack trace. */
  void warn(String text);
}
