package app.trackx.local;

import org.jspecify.annotations.Nullable;

/** The browser and the operating system of an event's sender. The header itself is not stored. */
final class UserAgent {
  private final @Nullable String browser;
  private final @Nullable String os;

  UserAgent(@Nullable String browser, @Nullable String os) {
    this.browser = browser;
    this.os = os;
  }

  static UserAgent of(Visitor visitor) {
    return new UserAgent(visitor.browser(), visitor.operatingSystem());
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
