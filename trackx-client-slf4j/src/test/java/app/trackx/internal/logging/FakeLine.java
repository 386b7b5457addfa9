package app.trackx.internal.logging;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A log record without a logging library. */
class FakeLine implements LogLine {
  private final @Nullable Throwable thrown;

  FakeLine(@Nullable Throwable thrown) {
    this.thrown = thrown;
  }

  @Override
  public String logger() {
    return "shop.Orders";
  }

  @Override
  public String level() {
    return "ERROR";
  }

  @Override
  public @Nullable String thread() {
    return Thread.currentThread().getName();
  }

  @Override
  public boolean isWithinLogCall() {
    return true;
  }

  @Override
  public @Nullable Throwable thrown() {
    return thrown;
  }

  @Override
  public @Nullable RemoteThrowable remoteThrowable() {
    return null;
  }

  @Override
  public String message() {
    return "order 17 failed";
  }

  @Override
  public @Nullable String template() {
    return "order {} failed";
  }

  @Override
  public boolean isAtLeastInfo() {
    return true;
  }

  @Override
  public long millis() {
    return System.currentTimeMillis();
  }

  @Override
  public @Nullable String messageOfCode() {
    return template();
  }

  @Override
  public boolean hasArguments() {
    return true;
  }

  @Override
  public StackTraceElement @Nullable [] callSite() {
    return null;
  }

  @Override
  public List<String> markers() {
    return Collections.emptyList();
  }

  @Override
  public Map<String, @Nullable Object> pairs() {
    return Collections.emptyMap();
  }

  @Override
  public @Nullable String contextValue(String key) {
    return null;
  }
}
