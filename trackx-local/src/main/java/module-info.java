/**
 * A TrackX-compatible server for development machines and tests. Independent of the client modules: it only
 * implements the protocol.
 */
@SuppressWarnings("requires-automatic") // H2 is an automatic module
module app.trackx.local {
  requires com.fasterxml.jackson.core;
  requires java.net.http; // only for source files
  requires jdk.httpserver;
  requires static com.h2database; // only for data directories
  requires static org.assertj.core; // only for app.trackx.local.junit
  requires static org.jspecify;
  requires static org.junit.jupiter.api; // only for app.trackx.local.junit

  exports app.trackx.local;
  exports app.trackx.local.junit;
}
