package app.trackx.local.internal.agents;

import org.jspecify.annotations.Nullable;

/** The browser and the operating system of an event's sender. The header itself is not stored. */
public final class UserAgent {
  private final @Nullable String browser;
  private final @Nullable String os;

  public UserAgent(@Nullable String browser, @Nullable String os) {
    this.browser = browser;
    this.os = os;
  }

  /** Returns names and versions that the server finds in the header. */
  public static UserAgent of(String header) {
    return new UserAgent(AgentRules.browser(header), AgentRules.operatingSystem(header));
  }

  public @Nullable String browser() {
    return browser;
  }

  public @Nullable String os() {
    return os;
  }
}
