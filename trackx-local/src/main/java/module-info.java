/**
 * A TrackX-compatible server for a developer's machine and for tests. It stands alone: it knows the
 * wire, not the client.
 */
module app.trackx.local {
  requires com.fasterxml.jackson.core;
  requires jdk.httpserver;
  requires static java.sql; // for a data directory alone
  requires static transitive org.jspecify;

  exports app.trackx.local;
}
