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

  /** Returns names and versions that the server finds in the header. */
  static UserAgent of(String header) {
    return new UserAgent(AgentRules.browser(header), AgentRules.operatingSystem(header));
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
