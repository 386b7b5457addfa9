package app.trackx.local;

import org.jspecify.annotations.Nullable;

/** What is kept of who sent an event: the names of two programs, and nothing of the header itself. */
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
