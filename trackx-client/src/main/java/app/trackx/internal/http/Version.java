package app.trackx.internal.http;

/**
 * The version of this library. A constant, since a manifest does not survive shading and reading a
 * resource costs start-up time. A test compares it with the build's version.
 */
public final class Version {
  public static final String NAME = "0.1.0-SNAPSHOT";

  private Version() {}
}
