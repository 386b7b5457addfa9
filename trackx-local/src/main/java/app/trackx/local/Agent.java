package app.trackx.local;

import org.jspecify.annotations.Nullable;

/** The browser and the operating system of an event's sender. The header itself is not stored. */
final class Agent {
  private final @Nullable String browser;
  private final @Nullable String os;

  Agent(@Nullable String browser, @Nullable String os) {
    this.browser = browser;
    this.os = os;
  }

  static Agent of(Visitor visitor) {
    return new Agent(visitor.browser(), visitor.operatingSystem());
  }

  @Nullable
  String browser() {
    return browser;
  }

  @Nullable
  String os() {
    return os;
  }
}
