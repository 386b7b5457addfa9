package app.trackx.local.junit;

import app.trackx.local.TrackXLocal;
import java.time.Duration;

/**
 * The entry point for assertions about a local server. {@code assertThat} can be statically imported alongside
 * AssertJ's.
 */
public final class TrackXAssertions {
  private TrackXAssertions() {}

  /**
   * Returns assertions about the events received by the server of an extension.
   *
   * @param actual the extension; not null
   * @return assertions that wait up to the extension's timeout
   */
  public static TrackXLocalAssert assertThat(TrackXLocalExtension actual) {
    return new TrackXLocalAssert(actual.server(), actual.timeout());
  }

  /**
   * Returns assertions about the events received by a server.
   *
   * @param actual the server; not null
   * @return assertions that wait up to 5 seconds
   */
  public static TrackXLocalAssert assertThat(TrackXLocal actual) {
    return new TrackXLocalAssert(actual, Duration.ofSeconds(5));
  }
}
