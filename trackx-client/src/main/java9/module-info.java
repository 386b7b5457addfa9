/** Reports the errors of a Java application to a self-hosted TrackX server. */
module app.trackx.client {
  requires org.slf4j;
  requires static org.jspecify;

  exports app.trackx;
  exports app.trackx.transport;
}
