package app.trackx.local.junit;

import app.trackx.local.TrackXLocal;
import java.time.Duration;

/**
 * Where assertions about a local server begin. {@code assertThat} may be imported beside that of
 * AssertJ.
 */
public final class TrackXAssertions {
  private TrackXAssertions() {}

  /**
   * Begins assertions about what the server of an extension has received.
   *
   * @param actual the extension; not null
   * @return assertions that wait as long as the extension was told to
   */
  public static TrackXLocalAssert assertThat(TrackXLocalExtension actual) {
    return new TrackXLocalAssert(actual.server(), actual.timeout());
  }

  /**
   * Begins assertions about what a server has received.
   *
   * @param actual the server; not null
   * @return assertions that wait for 5 seconds at most
   */
  public static TrackXLocalAssert assertThat(TrackXLocal actual) {
    return new TrackXLocalAssert(actual, Duration.ofSeconds(5));
  }
}
