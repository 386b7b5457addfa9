/** Reports the errors of a Java application to a self-hosted TrackX server. */
@SuppressWarnings("module") // the adapters are compiled after it
module app.trackx.client {
  requires org.slf4j;
  requires static org.jspecify;

  exports app.trackx;
  exports app.trackx.transport;
  exports app.trackx.internal.adapter to
      app.trackx.client.servlet,
      app.trackx.client.slf4j;
}
