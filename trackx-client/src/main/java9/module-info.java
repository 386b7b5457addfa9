/** Sends the errors of a Java application to a self-hosted TrackX server. */
module app.trackx.client {
  requires com.fasterxml.jackson.core;
  requires transitive okhttp3;
  requires org.slf4j;
  requires static org.jspecify;

  exports app.trackx;
  exports app.trackx.transport;
}
