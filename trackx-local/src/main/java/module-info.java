/**
 * A TrackX-compatible server for a developer's machine and for tests. It stands alone: it knows the
 * wire, not the client.
 */
@SuppressWarnings("requires-automatic") // H2 is no named module
module app.trackx.local {
  requires com.fasterxml.jackson.core;
  requires jdk.httpserver;
  requires static com.h2database; // for a data directory alone
  requires static org.assertj.core; // for app.trackx.local.junit alone
  requires static org.jspecify;
  requires static org.junit.jupiter.api; // for app.trackx.local.junit alone

  exports app.trackx.local;
  exports app.trackx.local.junit;
}
