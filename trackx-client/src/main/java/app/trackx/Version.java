package app.trackx;

/**
 * The version of this library: a constant, since a manifest does not survive shading and reading a
 * resource costs start-up time. A test holds it against the build.
 */
final class Version {
  static final String NAME = "0.1.0-SNAPSHOT";

  private Version() {}
}
